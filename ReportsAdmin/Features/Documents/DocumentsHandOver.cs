using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Documents;

/// <summary>Documents of a person, with the jobs that generate their files.</summary>
internal sealed class DocumentsHandOver : IHandOver
{
    public string Title => "Documents";

    public IReadOnlyList<string> Topics => [DocumentQueries.Topic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct)
    {
        var total = await Owned(context).CountAsync(ct);
        if (context.To.Can(DocumentQueries.ReadPermission))
            return new(total, 0, []);
        var named = await Owned(context)
            .OrderByDescending(d => d.Id)
            .Take(HandOverCount.MaxNamed)
            .Select(d => new KeptItem(d.Title, $"{context.To.Name} may not read documents"))
            .ToListAsync(ct);
        return new(0, total, named);
    }

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var (db, owned) = (context.Db, Owned(context));
        await db.Set<Job>()
            .Where(j => db.Set<ReportVersion>().Any(v => v.JobId == j.Id && owned.Any(d => d.Id == v.ReportId)))
            .GiveToAsync(context.To.UserId, ct);
        return await owned.ExecuteUpdateAsync(s => s.SetProperty(d => d.OwnerId, context.To.UserId), ct);
    }

    private static IQueryable<Document> Owned(HandOverContext context) =>
        context.Db.Set<Document>().Where(d => d.OwnerId == context.FromId);
}

/// <summary>Templates of documents that a person keeps.</summary>
internal sealed class DocumentTemplatesHandOver : IHandOver
{
    public string Title => "Document templates";

    public IReadOnlyList<string> Topics => [DocumentQueries.Topic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct)
    {
        var titles = await Owned(context).OrderBy(t => t.Title).Select(t => t.Title).ToListAsync(ct);
        return context.To.Can(DocumentCommands.CreatePermission)
            ? new(titles.Count, 0, [])
            : new(
                0,
                titles.Count,
                [
                    .. titles
                        .Take(HandOverCount.MaxNamed)
                        .Select(t => new KeptItem(t, $"{context.To.Name} may not create documents")),
                ]
            );
    }

    public Task<int> MoveAsync(HandOverContext context, CancellationToken ct) =>
        Owned(context).ExecuteUpdateAsync(s => s.SetProperty(t => t.OwnerId, context.To.UserId), ct);

    private static IQueryable<DocumentTemplate> Owned(HandOverContext context) =>
        context.Db.Set<DocumentTemplate>().Where(t => t.OwnerId == context.FromId);
}
