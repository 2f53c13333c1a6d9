namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>The fonts that Word and Excel files name. Each is part of Office or Windows; other programs put one of their own in its place.</summary>
internal static class OfficeFonts
{
    public const string Main = "Calibri";

    /// <summary>Has all scripts of India.</summary>
    public const string Indian = "Nirmala UI";

    public const string Symbols = "Segoe UI Symbol";
}
