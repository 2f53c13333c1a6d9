namespace ReportsAdmin.Platform;

/// <summary>A window of rows asked for: <see cref="Number"/> counts from 1, <see cref="Size"/> is 1 to 100.</summary>
public readonly record struct PageRequest
{
    public const int MaxSize = 100;

    public PageRequest(int number, int size)
    {
        var problems = new Dictionary<string, string>();
        if (number < 1)
            problems["page"] = "page counts from 1.";
        if (size is < 1 or > MaxSize)
            problems["pageSize"] = "page size is 1 to 100; use an export for more rows.";
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
        (Number, Size) = (number, size);
    }

    public int Number { get; }

    public int Size { get; }

    public int Skip => (Number - 1) * Size;
}

/// <summary>A window of rows with the count of all rows that matched.</summary>
public sealed record Page<T>(IReadOnlyList<T> Rows, int Total, PageRequest Request)
{
    public int TotalPages => Request.Size == 0 ? 0 : (Total + Request.Size - 1) / Request.Size;
}
