namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>What an uploaded file may cost. All are checked before anything is inflated or kept, so a hostile file fails early and small.</summary>
public sealed record SheetLimits
{
    public static readonly SheetLimits Default = new();

    /// <summary>Size of the file as uploaded.</summary>
    public long MaxFileBytes { get; init; } = 50L << 20;

    /// <summary>Sum of the declared sizes of all parts of a zip. A complete guard: .NET never inflates a part past its declared size.</summary>
    public long MaxInflatedBytes { get; init; } = 1536L << 20;

    /// <summary>The table of shared texts alone, because it is the one part that is kept in memory.</summary>
    public long MaxSharedStringBytes { get; init; } = 256L << 20;

    /// <summary>Every other part that is read whole: workbook, styles, relationships.</summary>
    public long MaxSmallPartBytes { get; init; } = 32L << 20;

    public int MaxRows { get; init; } = 1_048_576;

    public int MaxColumns { get; init; } = 16_384;

    /// <summary>Cells that hold something, per sheet.</summary>
    public long MaxCells { get; init; } = 100_000_000;
}
