using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The part of a row that is being edited.</summary>
public enum CellKind
{
    Remark,
    Engineer,
    Note,
    Status,
}

/// <summary>The one editor that is open on a page.</summary>
/// <param name="OnTile">Opened from the card of a phone, not from the grid: both are in the page.</param>
public sealed record CellEdit(CellKind Kind, int Row, bool OnTile)
{
    /// <summary>Id of the button that opens it.</summary>
    public string Opener => OpenerOf(Kind, Row, OnTile);

    /// <summary>Id of the button that opens an editor.</summary>
    public static string OpenerOf(CellKind kind, int row, bool onTile) =>
        $"{(onTile ? "tile" : "cell")}-{kind.ToString().ToLowerInvariant()}-{row}";
}

/// <summary>What the rows of the customer list share: who may be assigned, which editor is open, and what happens after an edit.</summary>
public sealed record CustomerEdits
{
    public required IReadOnlyList<EngineerOption> Engineers { get; init; }

    /// <summary>The current user may assign engineers.</summary>
    public required bool MayAssign { get; init; }

    public CellEdit? Open { get; init; }

    /// <summary>Customers with a note that was typed and not saved.</summary>
    public required IReadOnlySet<int> Drafts { get; init; }

    /// <summary>Opens an editor; null closes it.</summary>
    public required EventCallback<CellEdit?> Edit { get; init; }

    public required EventCallback<(CustomerRow Row, string Remark)> Remark { get; init; }

    /// <summary>The engineer's key; null takes the assignment back.</summary>
    public required EventCallback<(CustomerRow Row, int? Engineer)> Engineer { get; init; }

    /// <summary>After a note was saved, or found to be changed by someone else.</summary>
    public required EventCallback<CustomerRow> Noted { get; init; }

    public bool IsOpen(CellKind kind, int row, bool onTile) => Open == new CellEdit(kind, row, onTile);

    /// <summary>Engineers of the customer's region and those of no region; the one assigned stays in the list.</summary>
    public IEnumerable<EngineerOption> EngineersFor(CustomerRow row) =>
        Engineers.Where(e => e.Region is null || e.Region == row.Region || e.Id == row.EngineerId);
}
