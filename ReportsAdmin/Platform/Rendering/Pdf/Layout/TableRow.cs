using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>The texts of a row as they are drawn.</summary>
internal sealed class TableRow(int columns)
{
    /// <summary>The first line of each cell; empty for a blank.</summary>
    public string[] Texts { get; } = new string[columns];

    /// <summary>All lines of a cell that has several.</summary>
    public string[]?[] Lines { get; } = new string[columns][];

    public CellTone[] Tones { get; } = new CellTone[columns];

    public bool Shaded { get; set; }

    public bool IsTotal { get; set; }

    public int LinesIn(int[] band)
    {
        var most = 1;
        foreach (var column in band)
            most = Math.Max(most, Lines[column]?.Length ?? 1);
        return most;
    }
}
