namespace ReportsAdmin.Features.SavedViews;

/// <summary>What a page showed, kept under a name: its address behind the question mark.</summary>
public sealed class SavedView
{
    public int Id { get; init; }

    /// <summary>The page it belongs to: <c>field-distributors</c>.</summary>
    public required string Page { get; init; }

    public required string Name { get; set; }

    /// <summary>The query of the address, without the question mark.</summary>
    public required string Query { get; set; }

    public int OwnerId { get; init; }

    /// <summary>Everybody who may open the page sees it; only its owner changes it.</summary>
    public bool Shared { get; set; }

    /// <summary>The role whose people meet this view when they open the page without one; null for nobody. Shared views only.</summary>
    public string? DefaultFor { get; set; }

    public DateTime UpdatedAt { get; set; }
}
