using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Something that a dated row names by a code.</summary>
internal sealed record Named(int Id, string Code, string Name, string? Branch);

/// <summary>Finds what dated rows name, and says why a row may not name it.</summary>
internal sealed class SalesLookup(CurrentUser currentUser, string thing, IEnumerable<Named> all)
{
    private readonly Dictionary<string, Named> byCode = all.ToDictionary(n => n.Code, StringComparer.OrdinalIgnoreCase);

    public static async Task<SalesLookup> DistributorsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CancellationToken ct
    ) =>
        new(
            currentUser,
            "distributor",
            await db.Set<Distributor>().Select(d => new Named(d.Id, d.Code, d.Name, d.Branch)).ToListAsync(ct)
        );

    public static async Task<SalesLookup> OutletsAsync(ReportsDb db, CurrentUser currentUser, CancellationToken ct) =>
        new(
            currentUser,
            "outlet",
            await db.Set<Outlet>().Select(o => new Named(o.Id, o.Code, o.Name, o.Branch)).ToListAsync(ct)
        );

    /// <summary>Products are the whole company's.</summary>
    public static async Task<SalesLookup> ProductsAsync(ReportsDb db, CancellationToken ct) =>
        new(
            CurrentUser.System,
            "product",
            await db.Set<Product>().Select(p => new Named(p.Id, p.Code, p.Name, null)).ToListAsync(ct)
        );

    /// <summary>The field team by address, as far as the current user sees it.</summary>
    public static async Task<SalesLookup> PeopleAsync(
        ReportsDb db,
        AccessQueries access,
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        var people = await SalesTeamQueries.PeopleOf(db, currentUser).ToListAsync(ct);
        var addresses = await access.PeopleAsync([.. people.Select(p => p.Id)], ct);
        return new SalesLookup(
            CurrentUser.System,
            "person of the field team",
            people.Select(p => new Named(p.Id, addresses[p.Id].Email, p.Name, p.Branch))
        );
    }

    /// <summary>The thing of that code; an unknown one, with a problem, when there is none or it is not the current user's.</summary>
    public Named Find(RowCells cells, string field, int most = 40)
    {
        var code = cells.Required(field, most);
        if (byCode.GetValueOrDefault(code) is not { } found)
        {
            if (code.Length > 0)
                cells.Fault(field, $"Unknown {thing} '{code}'.");
            return new Named(0, code, "", null);
        }

        if (
            currentUser.Scope.Regions is not null
            && (found.Branch is null || !currentUser.Scope.CoversRegion(found.Branch))
        )
            cells.Fault(field, $"The {thing} {found.Code} is outside your branches.");
        return found;
    }
}
