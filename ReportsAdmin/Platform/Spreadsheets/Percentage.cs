namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>Shares as programs get them: 12.5 for an eighth, in CSV and JSON files as in the answers of the API.</summary>
internal static class Percentage
{
    private const int Decimals = 4;

    /// <param name="fraction">0.125 for an eighth.</param>
    /// <returns>0 to 100 for a share of a whole, with at most four decimals and no zeros at the end.</returns>
    public static decimal Of(decimal fraction) =>
        Math.Round(fraction * 100, Decimals) / 1.0000000000000000000000000000m;
}
