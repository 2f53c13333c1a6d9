namespace ReportsAdmin.Features.Imports;

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

    /// <summary>The name beside the key.</summary>
    public string Label { get; init; } = "";

    /// <summary>The group for sums: the region.</summary>
    public string Section { get; init; } = "";

    /// <summary>The row's amount.</summary>
    public long Paise { get; init; }

    /// <summary>What committing changes in money: new minus old.</summary>
    public long DeltaPaise { get; init; }

    /// <summary>JSON: the parsed values, in the target's own shape.</summary>
    public string? Payload { get; init; }

    /// <summary>JSON: array of [field title, old, new].</summary>
    public string? Changes { get; init; }

    /// <summary>JSON: array of [column or -1, message, value].</summary>
    public string? Problems { get; init; }
}

/// <summary>A header that a person matched by hand, remembered for the next file with the same header.</summary>
public sealed class RememberedMapping
{
    public int Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>SHA-256 of the folded header texts.</summary>
    public required string HeaderHash { get; init; }

    public required string Mapping { get; set; }

    public DateOrder DateOrder { get; set; }

    public required string ByName { get; set; }

    public DateTime At { get; set; }
}
