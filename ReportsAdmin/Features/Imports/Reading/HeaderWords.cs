namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Writes out the short forms that headers use: <c>Pending Amt</c> is pending amount, <c>Bill #</c> bill number.</summary>
public static class HeaderWords
{
    private static readonly char[] Between = [' ', '.', '_', ':', '\t', '\n', '\r', '\'', '*'];

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["amt"] = "amount",
        ["amts"] = "amount",
        ["bal"] = "balance",
        ["os"] = "outstanding",
        ["outst"] = "outstanding",
        ["outstd"] = "outstanding",
        ["ostd"] = "outstanding",
        ["inv"] = "invoice",
        ["invc"] = "invoice",
        ["cust"] = "customer",
        ["custr"] = "customer",
        ["vch"] = "voucher",
        ["vchr"] = "voucher",
        ["doc"] = "document",
        ["ref"] = "reference",
        ["acct"] = "account",
        ["ac"] = "account",
        ["no"] = "number",
        ["nos"] = "number",
        ["num"] = "number",
        ["nbr"] = "number",
        ["nr"] = "number",
        ["#"] = "number",
        ["dt"] = "date",
        ["pend"] = "pending",
        ["pndg"] = "pending",
        ["cl"] = "closing",
        ["clg"] = "closing",
        ["ttl"] = "total",
        ["tot"] = "total",
        ["recd"] = "received",
        ["rcvd"] = "received",
        ["recvd"] = "received",
        ["recv"] = "receivable",
        ["pmt"] = "payment",
        ["pymt"] = "payment",
        ["cur"] = "currency",
        ["curr"] = "currency",
        ["ccy"] = "currency",
        ["val"] = "value",
    };

    /// <summary>The header with its short forms written out; joined words are parted at <c>#</c>, <c>/</c> stays where it belongs to a short form.</summary>
    public static string Expand(string header)
    {
        var text = header
            .Replace("o/s", "outstanding ", StringComparison.OrdinalIgnoreCase)
            .Replace("a/c", "account ", StringComparison.OrdinalIgnoreCase)
            .Replace("b/l", "balance ", StringComparison.OrdinalIgnoreCase)
            .Replace("#", " # ", StringComparison.Ordinal);
        return string.Join(
            ' ',
            text.Split(Between, StringSplitOptions.RemoveEmptyEntries)
                .Select(
                    (word, i) =>
                        i == 0 && word.Equals("no", StringComparison.OrdinalIgnoreCase)
                            ? word
                            : Words.GetValueOrDefault(word, word)
                )
        );
    }
}
