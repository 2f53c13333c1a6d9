using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>What the columns hold that are read as no field, so that nothing of a sheet is left out without a word.</summary>
internal sealed class ColumnSurvey(IReadOnlyList<string> headers, IEnumerable<int> used)
{
    private readonly UnusedColumn[] unused =
    [
        .. Enumerable.Range(0, Math.Min(headers.Count, 256)).Except(used).Select(c => new UnusedColumn(c, headers[c])),
    ];

    /// <summary>The columns that hold anything, with what they hold.</summary>
    public IEnumerable<UnusedColumn> Columns => unused.Where(c => c.Filled > 0);

    /// <summary>Looks at a data row.</summary>
    public void Observe(ISheetReader row)
    {
        foreach (var column in unused)
            column.Observe(row[column.Column]);
    }
}

/// <summary>A column that is read as no field.</summary>
internal sealed class UnusedColumn(int column, string header)
{
    // Enough to tell codes from words that repeat.
    private const int DistinctKept = 500;

    private readonly HashSet<string> distinct = new(StringComparer.OrdinalIgnoreCase);
    private decimal sum;
    private int amounts;
    private int fractions;
    private int written;
    private int dates;
    private int inSequence;
    private double last = double.NaN;
    private double largest;

    public int Column => column;

    public string Header => header;

    /// <summary>Cells that hold something.</summary>
    public int Filled { get; private set; }

    /// <summary>What its numbers add up to, as written.</summary>
    public decimal Sum => sum;

    public void Observe(in SheetCell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Number:
                Filled++;
                if (Math.Abs(cell.Number) < (double)AmountText.Limit)
                    Add(AmountText.Shown(cell.Number), cell.Number);
                break;
            case CellKind.Date:
                Filled++;
                dates++;
                break;
            case CellKind.Text when !string.IsNullOrWhiteSpace(cell.Text):
                Filled++;
                ObserveText(cell.Text!);
                break;
        }
    }

    /// <summary>Whether the numbers look like money: by the header's words, or by their form.</summary>
    public bool LooksLikeMoney =>
        amounts > 0
        && amounts * 2 >= Filled
        && largest > 0
        && !ColumnWords.IsNoMoney(header)
        && (ColumnWords.IsMoney(header) || written > 0 || fractions > 0)
        && !(inSequence > 1 && inSequence >= amounts - 1);

    public bool LooksLikeDates => dates > 0 && dates * 5 >= Filled * 4;

    /// <summary>Whether nearly every cell holds another code, with digits in it.</summary>
    public bool LooksLikeNumbers =>
        ColumnWords.IsDocument(header) && distinct.Count * 10 >= Math.Min(Filled, DistinctKept) * 5;

    public bool LooksLikeStatus =>
        ColumnWords.IsStatus(header) || (distinct.Count is > 0 and < 12 && distinct.All(ColumnWords.IsState));

    private void ObserveText(string text)
    {
        if (distinct.Count < DistinctKept)
            distinct.Add(text.Trim());
        // Names and addresses are most of the texts that are not used.
        if (!text.AsSpan().ContainsAnyInRange('0', '9'))
            return;
        if (AmountText.Read(text, out _) is { } amount)
        {
            if (text.AsSpan().IndexOfAny(",.") >= 0 || amount.Side != AmountSide.None || amount.Currency is not null)
                written++;
            Add(amount.Value, (double)amount.Value);
        }
        else if (DateText.Parts(text) is not null)
        {
            dates++;
        }
    }

    private void Add(decimal value, double number)
    {
        amounts++;
        sum += value;
        largest = Math.Max(largest, Math.Abs(number));
        if (decimal.Truncate(value) != value)
            fractions++;
        if (number == last + 1)
            inSequence++;
        last = number;
        if (distinct.Count < DistinctKept)
            distinct.Add(value.ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>Words of headers that say what a column holds.</summary>
internal static class ColumnWords
{
    private static readonly string[] Money =
    [
        "amount",
        "balance",
        "outstanding",
        "due",
        "dues",
        "overdue",
        "pending",
        "receivable",
        "received",
        "receipt",
        "receipts",
        "paid",
        "payment",
        "payments",
        "credit",
        "debit",
        "advance",
        "collection",
        "collected",
        "value",
        "total",
        "net",
        "gross",
        "tax",
        "tds",
        "gst",
        "retention",
        "deduction",
        "adjusted",
        "adjustment",
        "unadjusted",
        "on-account",
        "opening",
        "closing",
        "lakhs",
        "rs",
        "₹",
        "inr",
        "usd",
        "fc",
        "lc",
        "limit",
    ];

    private static readonly string[] NoMoney =
    [
        "qty",
        "quantity",
        "days",
        "day",
        "age",
        "ageing",
        "aging",
        "%",
        "percent",
        "percentage",
        "sr",
        "sl",
        "s",
        "serial",
        "sno",
        "srno",
        "slno",
        "pin",
        "pincode",
        "zip",
        "phone",
        "mobile",
        "contact",
        "telephone",
        "fax",
        "gstin",
        "pan",
        "year",
        "month",
        "hsn",
        "kg",
        "mt",
        "nos",
        "count",
        "weight",
        "terms",
        "number",
        "code",
        "id",
        "date",
        "latitude",
        "longitude",
        "email",
        "rate",
        "fy",
        "period",
    ];

    private static readonly string[] Documents =
    [
        "invoice",
        "bill",
        "voucher",
        "document",
        "reference",
        "txn",
        "transaction",
        "vch",
        "memo",
        "challan",
    ];

    private static readonly string[] States =
    [
        "paid",
        "unpaid",
        "part paid",
        "partly paid",
        "partially paid",
        "partial",
        "open",
        "closed",
        "settled",
        "cleared",
        "pending",
        "overdue",
        "not due",
        "due",
        "cancelled",
        "canceled",
        "void",
        "written off",
        "outstanding",
    ];

    public static bool IsMoney(string header) => Words(header).Any(w => Money.Contains(w, StringComparer.Ordinal));

    public static bool IsNoMoney(string header) =>
        header.Contains('%', StringComparison.Ordinal)
        || Words(header).Any(w => NoMoney.Contains(w, StringComparer.Ordinal));

    public static bool IsDocument(string header)
    {
        var words = Words(header);
        return words.Any(w => Documents.Contains(w, StringComparer.Ordinal))
            && !words.Any(w => w is "date" or "type" or "amount" or "value" or "name" or "description" or "text");
    }

    public static bool IsStatus(string header) =>
        Words(header).Any(w => w is "status" or "cleared" or "settled" or "paid");

    public static bool IsState(string text) => States.Contains(text.ToLowerInvariant(), StringComparer.Ordinal);

    private static string[] Words(string header) =>
        HeaderWords
            .Expand(header)
            .ToLowerInvariant()
            .Split([' ', '(', ')', '[', ']', '/', '-', ',', '.', ':', '_'], StringSplitOptions.RemoveEmptyEntries);
}
