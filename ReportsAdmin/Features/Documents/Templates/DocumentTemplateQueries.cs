using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Documents.Templates;

/// <param name="Id">Null for those that every installation has.</param>
public sealed record DocumentTemplateRow(
    int? Id,
    string Key,
    string Title,
    DocumentTemplateDefinition Definition,
    string? OwnerName,
    DateTime? UpdatedAt,
    bool MayChange
);

/// <summary>Layouts that reports may name as their template.</summary>
public sealed class DocumentTemplateQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries access)
{
    public async Task<IReadOnlyList<DocumentTemplateRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(DocumentQueries.ReadPermission);
        await using var db = contexts.Reader();
        var made = await db.Set<DocumentTemplate>().OrderBy(l => l.Title).ThenBy(l => l.Id).ToListAsync(ct);
        var people = await access.PeopleAsync([.. made.Select(l => l.OwnerId).Distinct()], ct);
        return
        [
            .. DocumentTemplateDefinition.BuiltIn.Select(b => new DocumentTemplateRow(
                null,
                b.Key,
                b.Value.Title,
                b.Value.Definition,
                null,
                null,
                false
            )),
            .. made.Select(l => new DocumentTemplateRow(
                l.Id,
                l.Key,
                l.Title,
                DocumentTemplateDefinition.FromJson(l.Definition),
                people.GetValueOrDefault(l.OwnerId)?.Name,
                l.UpdatedAt,
                DocumentTemplateCommands.MayChange(currentUser, l)
            )),
        ];
    }
}
