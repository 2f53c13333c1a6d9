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

    /// <summary>As far as rows are counted: a page beyond is empty, never one from the start.</summary>
    public int Skip => (int)Math.Min((Number - 1L) * Size, int.MaxValue);

    /// <summary>Every row of a list, read page by page.</summary>
    public static async IAsyncEnumerable<T> AllAsync<T>(Func<PageRequest, Task<Page<T>>> read)
    {
        for (var number = 1; ; number++)
        {
            var page = await read(new PageRequest(number, MaxSize));
            foreach (var row in page.Rows)
                yield return row;
            if (page.Rows.Count < MaxSize)
                yield break;
        }
    }
}

/// <summary>A window of rows with the count of all rows that matched.</summary>
public sealed record Page<T>(IReadOnlyList<T> Rows, int Total, PageRequest Request)
{
    public int TotalPages => Request.Size == 0 ? 0 : (int)((Total + Request.Size - 1L) / Request.Size);
}
