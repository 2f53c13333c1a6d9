using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Sales;

/// <summary>What a viewer sees of the field: the distributors and outlets of his branches. Who sees all branches also sees those without one.</summary>
internal static class SalesScope
{
    public static IQueryable<Distributor> VisibleTo(this IQueryable<Distributor> distributors, Viewer viewer) =>
        viewer.Scope.Regions is { } branches ? distributors.Where(d => d.Branch != null && branches.Contains(d.Branch)) : distributors;

    public static IQueryable<Outlet> VisibleTo(this IQueryable<Outlet> outlets, Viewer viewer) =>
        viewer.Scope.Regions is { } branches ? outlets.Where(o => o.Branch != null && branches.Contains(o.Branch)) : outlets;

    /// <summary>The ledger up to the last day, of the category and product asked for.</summary>
    public static IQueryable<StockMovement> Movements(ReportsDb db, SalesFilter filter)
    {
        var end = filter.End;
        var query = db.Set<StockMovement>().Where(m => m.Day <= end);
        if (filter.ProductId is { } product) query = query.Where(m => m.ProductId == product);
        if (filter.Category is { } category) query = query.Where(m => db.Set<Product>().Any(p => p.Id == m.ProductId && p.Category == category));
        return query;
    }

    /// <summary>A search text as the columns hold it; null for nothing.</summary>
    public static string? Folded(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Trim();

    /// <summary>Code and name, to be searched in.</summary>
    public static string SearchText(string code, string name) => $"{name} {code}".Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
