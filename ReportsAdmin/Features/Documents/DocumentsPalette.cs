using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Documents;

/// <summary>Documents in the command palette.</summary>
public sealed class DocumentsPalette(DocumentQueries documents) : IPaletteSource
{
    private static readonly PageRequest Few = new(1, 5);

    public int Order => 30;

    public async Task<IReadOnlyList<PaletteHit>> FindAsync(CurrentUser currentUser, string text, CancellationToken ct)
    {
        if (!currentUser.Can(DocumentQueries.ReadPermission))
            return [];
        var found = await documents.ListAsync(currentUser, new DocumentFilter(Search: text), Few, ct);
        return
        [
            .. found.Rows.Select(d => new PaletteHit(
                "Documents",
                d.Title,
                d.OwnerName,
                "description",
                $"/documents/{d.Id}"
            )),
        ];
    }
}
