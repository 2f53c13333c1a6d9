namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>What an uploaded file may cost. All are checked before anything is inflated or kept, so a hostile file fails early and small.</summary>
public sealed record SheetLimits
{
    public static readonly SheetLimits Default = new();

    /// <summary>Size of the file as uploaded.</summary>
    public long MaxFileBytes { get; init; } = 50L << 20;

    /// <summary>Sum of the declared sizes of all parts of a zip. A complete guard: .NET never inflates a part past its declared size.</summary>
    public long MaxInflatedBytes { get; init; } = 1536L << 20;

    /// <summary>How many times its packed size a large part may have; 20 is usual for a sheet, 1,000 the most that a zip can do.</summary>
    public int MaxInflation { get; init; } = 100;

    /// <summary>How often all parts may be inflated while a file is read; looking for a header, merged cells and dates takes several readings.</summary>
    public int MaxReadings { get; init; } = 16;

    /// <summary>How long reading may take in all, with what is done with the rows meanwhile.</summary>
    public TimeSpan MaxReadingTime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The table of shared texts alone, because it is the one part that is kept in memory.</summary>
    public long MaxSharedStringBytes { get; init; } = 160L << 20;

    public int MaxSharedStrings { get; init; } = 8_000_000;

    /// <summary>Bytes of one text, as UTF-8; Excel permits 32,767 characters.</summary>
    public int MaxTextBytes { get; init; } = 256 << 10;

    /// <summary>Every other part that is read whole: workbook, styles, relationships.</summary>
    public long MaxSmallPartBytes { get; init; } = 32L << 20;

    public int MaxSheets { get; init; } = 1_000;

    /// <summary>Merged ranges, per sheet; they are kept in memory.</summary>
    public int MaxMerges { get; init; } = 200_000;

    public int MaxRows { get; init; } = 1_048_576;

    public int MaxColumns { get; init; } = 16_384;

    /// <summary>Cells that hold something, per sheet.</summary>
    public long MaxCells { get; init; } = 100_000_000;
}
