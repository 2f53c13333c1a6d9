namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>What committing would do with a row.</summary>
public enum RowEffect : short
{
    New = 0,
    Changed = 1,
    Unchanged = 2,
    Error = 3,

    /// <summary>The same key and values stand further up in the file.</summary>
    Duplicate = 4,

    /// <summary>A total, a repeated header or a hidden row; not data.</summary>
    Skipped = 5,

    /// <summary>Not in the file: an open item of last time that this file does not have. Its row number is negative.</summary>
    Missing = 6,
}

/// <summary>One staged row, in the words of the target.</summary>
public sealed class ImportRow
{
    public int BatchId { get; init; }

    /// <summary>As Excel numbers it; negative for what is missing from the file.</summary>
    public int RowNumber { get; init; }

    public RowEffect Effect { get; init; }

    /// <summary>What the row is about, for people: customer code and invoice number.</summary>
    public string Key { get; init; } = "";

    /// <summary>Parts the codes of a key.</summary>
    public const string KeySeparator = " · ";

    /// <summary>The name beside the key.</summary>
    public string Label { get; init; } = "";

    /// <summary>The group for sums: the region.</summary>
    public string Section { get; init; } = "";

    /// <summary>The row's amount, in the smallest unit of the kind's measure.</summary>
    public long Amount { get; init; }

    /// <summary>What committing adds to the measure: new minus old.</summary>
    public long Delta { get; init; }

    /// <summary>JSON: array of [field title, old, new].</summary>
    public string? Changes { get; init; }

    /// <summary>JSON: array of [column or -1, message, value].</summary>
    public string? Problems { get; init; }
}
