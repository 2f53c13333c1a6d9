namespace ReportsAdmin.Features.Administration.Company;

/// <summary>A setting of the company that an administrator changed at least once.</summary>
public sealed class CompanySetting
{
    public const string NameKey = "name";
    public const string GroupingKey = "digit-grouping";
    public const string LogoKey = "logo";
    public const string YearStartKey = "financial-year-start";

    /// <summary>One of the constants.</summary>
    public required string Key { get; init; }

    /// <summary>The name, the grouping, the number of a month, or the content type of the logo; null when the default was taken again.</summary>
    public string? Value { get; init; }

    /// <summary>The bytes of the logo; null for other settings.</summary>
    public byte[]? Content { get; init; }

    public int ChangedById { get; init; }

    public DateTime ChangedAt { get; init; }
}
