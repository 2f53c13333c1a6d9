namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>The apostrophe before text that a spreadsheet would run as a formula when it opens a CSV file.</summary>
internal static class FormulaGuard
{
    public static string Put(string text) => text.Length > 0 && IsRisky(text[0]) ? "'" + text : text;

    public static string TakeOff(string text) =>
        text.Length > 1 && text[0] == '\'' && IsRisky(text[1]) ? text[1..] : text;

    /// <summary>
    /// The four signs, their wide forms of East Asian keyboards, controls, which some programs skip to find a sign behind them, and the
    /// semicolon, which begins a new cell where programs expect it between cells.
    /// </summary>
    private static bool IsRisky(char first) =>
        first is '=' or '+' or '-' or '@' or ';' or '＝' or '＋' or '－' or '＠' || char.IsControl(first);
}
