namespace ReportsAdmin.Features.Access.People;

/// <summary>What the age of a debt counts from.</summary>
public enum AgeingBasis : short
{
    InvoiceDate = 0,

    /// <summary>The due date where a sheet gives one, else the invoice date.</summary>
    DueDate = 1,
}

/// <summary>A department of the company. Departments form a tree: who works for one also works for those below it.</summary>
public sealed class Department
{
    public const string DefaultEdges = "30,90,180,365";

    public int Id { get; init; }

    public required string Name { get; set; }

    public required string Code { get; set; }

    public int? ParentId { get; set; }

    public AgeingBasis AgeingBasis { get; set; }

    /// <summary>Four ascending numbers of days that part the age buckets, for example <c>30,90,180,365</c>.</summary>
    public string BucketEdges { get; set; } = DefaultEdges;

    /// <summary>Takes new customers of an upload that names no department.</summary>
    public bool IsDefault { get; set; }

    /// <summary>False for a department that is kept for its history and no longer offered.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Rises with every change.</summary>
    public int Version { get; set; }

    /// <summary>Null while nobody has changed it.</summary>
    public int? ChangedById { get; set; }

    public DateTime? ChangedAt { get; set; }
}
