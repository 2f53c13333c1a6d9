namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>What a column holds; decides format and alignment.</summary>
public enum ColumnType
{
    Text,
    Whole,
    Decimal,

    /// <summary>With all its decimals, fifteen digits in all.</summary>
    Number,

    /// <summary>Rupees, grouped as the company chose.</summary>
    Money,

    /// <summary>A fraction: 0.18 shows as 18.00%.</summary>
    Percent,
    Date,
    DateTime,
    Boolean,
}

public static class ColumnTypes
{
    /// <summary>Whether its values are numbers, which stand right and can be added up.</summary>
    public static bool IsNumeric(this ColumnType type) =>
        type is ColumnType.Whole or ColumnType.Decimal or ColumnType.Number or ColumnType.Money or ColumnType.Percent;
}

/// <summary>The colour of one cell.</summary>
public enum CellTone : byte
{
    None,
    Bad,
    Warn,
    Good,
    Muted,
}

/// <param name="Width">In characters of the standard font.</param>
/// <param name="Total">Summed in the totals row; for Whole, Decimal, Money and Percent.</param>
/// <param name="Unique">Texts seldom repeat (an invoice number), so none is looked up among those already written.</param>
public sealed record SheetColumn(string Header, ColumnType Type, double Width, bool Total = false, bool Unique = false);

/// <summary>The values a column of an upload template offers; anything else is refused by Excel.</summary>
/// <param name="Column">Counts from 0.</param>
public sealed record DropDown(int Column, IReadOnlyList<string> Values);

/// <summary>A note that opens when the pointer is over a column's header.</summary>
/// <param name="Column">Counts from 0.</param>
public sealed record HeaderNote(int Column, string Text);

/// <summary>One sheet to write.</summary>
public sealed record SheetSpec
{
    /// <summary>Made a legal and unique sheet name where it is not one.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<SheetColumn> Columns { get; init; }

    /// <summary>Title lines above the header row; the first stands out.</summary>
    public IReadOnlyList<string>? Heading { get; init; }

    public bool AutoFilter { get; init; } = true;

    public bool FreezeHeader { get; init; } = true;

    /// <summary>The header cannot be changed by accident, everything else can: a sheet to be filled in. There is no password, so whoever means to may unlock it.</summary>
    public bool LockHeader { get; init; }

    public IReadOnlyList<DropDown>? DropDowns { get; init; }

    public IReadOnlyList<HeaderNote>? HeaderNotes { get; init; }
}
