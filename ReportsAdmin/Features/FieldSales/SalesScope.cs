using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>What a user sees of the field: the distributors and outlets of their branches. Who sees all branches also sees those without one.</summary>
internal static class SalesScope
{
    public static IQueryable<T> VisibleTo<T>(this IQueryable<T> placed, CurrentUser currentUser)
        where T : class, IPlaced =>
        currentUser.Scope.Regions is { } branches
            ? placed.Where(p => p.Branch != null && branches.Contains(p.Branch))
            : placed;

    /// <summary>Those at the places of the filter, in its status, found by its search.</summary>
    public static IQueryable<T> At<T>(this IQueryable<T> placed, SalesFilter filter)
        where T : class, IPlaced
    {
        if (filter.Zone is { } zone)
            placed = placed.Where(p => p.Zone == zone);
        if (filter.Region is { } region)
            placed = placed.Where(p => p.Region == region);
        if (filter.State is { } state)
            placed = placed.Where(p => p.State == state);
        if (filter.Territory is { } territory)
            placed = placed.Where(p => p.Territory == territory);
        if (filter.Status is { } status)
            placed = placed.Where(p => p.Active == (status == "active"));
        return Folded(filter.Search) is { } text ? placed.Where(p => p.SearchText.Contains(text)) : placed;
    }

    /// <summary>The ledger up to the last day, of the category and product asked for.</summary>
    public static IQueryable<StockMovement> Movements(ReportsDb db, SalesFilter filter)
    {
        var end = filter.End;
        var query = db.Set<StockMovement>().Where(m => m.Day <= end);
        if (filter.ProductId is { } product)
            query = query.Where(m => m.ProductId == product);
        if (filter.Category is { } category)
            query = query.Where(m => db.Set<Product>().Any(p => p.Id == m.ProductId && p.Category == category));
        return query;
    }

    /// <summary>A search text as the columns hold it; null for nothing.</summary>
    public static string? Folded(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Trim();

    /// <summary>Code and name, to be searched in.</summary>
    public static string SearchText(string code, string name) =>
        $"{name} {code}".Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
