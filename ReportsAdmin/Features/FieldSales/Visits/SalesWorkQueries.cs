using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Visits;

/// <summary>A visit that was made. Set by name, not by position, so that a query may go on over its members.</summary>
public sealed record VisitMade
{
    public required long Id { get; init; }

    public required int UserId { get; init; }

    public required string Outlet { get; init; }

    public required string Territory { get; init; }

    public string? Branch { get; init; }

    /// <summary>When it began.</summary>
    public required DateTime At { get; init; }

    /// <summary>How long it lasted; 0 where nobody said.</summary>
    public required int Minutes { get; init; }
}

/// <summary>A sheet of this room that was committed or taken back. Set by name, as <see cref="VisitMade"/> is.</summary>
public sealed record SalesUpload
{
    public required int Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>When it was committed, or taken back.</summary>
    public required DateTime At { get; init; }

    public required int Rows { get; init; }

    /// <summary>Whether it was taken back.</summary>
    public required bool Undone { get; init; }

    /// <summary>Who uploaded it; 0 for the system.</summary>
    public required int UserId { get; init; }

    /// <summary>Who committed it, or took it back.</summary>
    public required string ByName { get; init; }
}

/// <summary>What a distributor sold to farmers of one product on one day.</summary>
public sealed record LiquidationMade(
    string Distributor,
    string Product,
    string Territory,
    string Location,
    string? Branch,
    DateOnly Day,
    Money Value,
    long VolumeMilli
);

/// <summary>What was done in the field, within the current user's scope.</summary>
public sealed class SalesWorkQueries(IDbContextFactory<ReportsDb> contexts, ImportQueries imports)
{
    /// <summary>Visits at the outlets of the current user's branches, as part of another room's statement.</summary>
    public static IQueryable<VisitMade> VisitsOf(ReportsDb db, CurrentUser currentUser)
    {
        currentUser.Require(SalesQueries.ReadPermission);
        return from v in db.Set<Visit>()
            join o in db.Set<Outlet>().VisibleTo(currentUser) on v.OutletId equals o.Id
            select new VisitMade
            {
                Id = v.Id,
                UserId = v.UserId,
                Outlet = o.Name,
                Territory = o.Territory,
                Branch = o.Branch,
                At = v.At,
                Minutes = v.Minutes,
            };
    }

    /// <summary>Whether the current user sees which sheets were uploaded.</summary>
    public static bool SeesUploads(CurrentUser currentUser) => currentUser.Can(ImportQueries.ReadPermission);

    /// <summary>Whether the current user may open the page of an upload.</summary>
    public static bool OpensUploads(CurrentUser currentUser) => currentUser.Can(ImportCommands.UploadPermission);

    /// <summary>The uploads of this room's kinds that the current user sees, as part of another room's statement. Refuses who sees none.</summary>
    public IQueryable<SalesUpload> UploadsOf(ReportsDb db, CurrentUser currentUser) =>
        imports
            .CommittedOf(db, currentUser, SalesQueries.DataTopic)
            .Select(u => new SalesUpload
            {
                Id = u.Id,
                Kind = u.Kind,
                At = u.At,
                Rows = u.Rows,
                Undone = u.Undone,
                UserId = u.UploadedById,
                ByName = u.ByName,
            });

    /// <summary>What people call a kind of upload.</summary>
    public string TitleOf(string kind) => imports.TitleOf(kind);

    /// <summary>The latest visits, the newest first, and no more than asked for.</summary>
    public async Task<IReadOnlyList<VisitMade>> VisitsAsync(CurrentUser currentUser, int most, CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await VisitsOf(db, currentUser)
            .OrderByDescending(v => v.At)
            .ThenByDescending(v => v.Id)
            .Take(most)
            .ToListAsync(ct);
    }

    /// <summary>The latest liquidations, the newest first, and no more than asked for.</summary>
    public async Task<IReadOnlyList<LiquidationMade>> LiquidationsAsync(
        CurrentUser currentUser,
        int most,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await (
            from m in db.Set<StockMovement>().Where(m => m.Kind == MovementKind.Liquidation)
            join d in db.Set<Distributor>().VisibleTo(currentUser) on m.DistributorId equals d.Id
            join p in db.Set<Product>() on m.ProductId equals p.Id
            orderby m.Day descending, m.Id descending
            select new LiquidationMade(
                d.Name,
                p.Name,
                d.Territory,
                d.Location,
                d.Branch,
                m.Day,
                new Money(m.ValuePaise),
                m.VolumeMilli
            )
        )
            .Take(most)
            .ToListAsync(ct);
    }
}
