using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

/// <summary>History, preview and provenance of uploads.</summary>
public sealed partial class ImportQueries(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    AccessQueries access,
    IEnumerable<IImportTarget> targets
)
{
    public const string ReadPermission = "imports:read";

    /// <summary>What the current user may upload, in the order of the chooser.</summary>
    public IReadOnlyList<UploadKind> Kinds(CurrentUser currentUser) =>
        [
            .. targets
                .Where(t => t.Profile.Permission is not { } p || currentUser.Can(p))
                .Select(ToKind)
                .OrderBy(k => Array.IndexOf([.. ImportProfile.Groups], k.Profile.Group)),
        ];

    /// <summary>Uploads, newest first.</summary>
    public async Task<Page<UploadRow>> HistoryAsync(
        CurrentUser currentUser,
        string? kind,
        int? period,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var query = db.Set<ImportBatch>().VisibleTo(currentUser, targets).Where(b => b.State != ImportState.Discarded);
        if (kind is not null)
            query = query.Where(b => b.Kind == kind);
        if (period is { } month)
            query = query.Where(b => b.Period == month);
        var total = await query.CountAsync(ct);
        var rows = await query.OrderByDescending(b => b.Id).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var names = await DepartmentNamesAsync(currentUser, ct);
        return new Page<UploadRow>([.. rows.Select(b => ToRow(b, currentUser, names))], total, page);
    }

    /// <summary>The uploads of the kinds that fill one topic, committed or taken back since, as far as the current user sees the history; as part of another room's statement.</summary>
    public IQueryable<UploadMade> CommittedOf(ReportsDb db, CurrentUser currentUser, string topic)
    {
        currentUser.Require(ReadPermission);
        var kinds = targets.Where(t => t.Topic == topic).Select(t => t.Kind).ToList();
        return db.Set<ImportBatch>()
            .VisibleTo(currentUser, targets)
            .Where(b => kinds.Contains(b.Kind) && (b.State == ImportState.Committed || b.State == ImportState.Undone))
            .Select(b => new UploadMade
            {
                Id = b.Id,
                Kind = b.Kind,
                At = b.UndoneAt ?? b.CommittedAt ?? b.UploadedAt,
                Rows = b.RowsNew + b.RowsChanged + b.RowsUnchanged,
                Undone = b.State == ImportState.Undone,
                UploadedById = b.UploadedById,
                ByName = b.UndoneByName ?? b.CommittedByName ?? b.UploadedByName,
            });
    }

    /// <summary>What people call a kind of upload.</summary>
    public string TitleOf(string kind) => targets.Single(t => t.Kind == kind).Title;

    /// <summary>The upload, for those who may see its rows: they speak of every region of the file.</summary>
    /// <param name="discarded">Also when it was discarded: whoever looks at it is to learn that.</param>
    private async Task<ImportBatch> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int uploadId,
        CancellationToken ct,
        bool discarded = false
    )
    {
        currentUser.Require(ImportCommands.UploadPermission);
        return await db.Set<ImportBatch>()
            .VisibleTo(currentUser, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId && (discarded || b.State != ImportState.Discarded), ct)
            ?? throw DomainException.NotFound("Upload not found.");
    }

    private UploadRow ToRow(ImportBatch b, CurrentUser currentUser, Dictionary<int, string> names)
    {
        var target = TargetOf(b);
        // Who sees some regions of a file does not see its sum.
        var hasTotal = currentUser.Scope.Regions is null && target.Profile.Amount is not null;
        return new UploadRow(
            b.Id,
            ToKind(target),
            b.FileName,
            b.FileSize,
            b.Period,
            b.DepartmentId,
            NameOf(names, b.DepartmentId),
            b.State,
            b.DataRows,
            b.RowsError,
            hasTotal ? new Money(b.TotalAmount) : null,
            b.UploadedByName,
            b.UploadedAt,
            b.CommittedAt,
            b.UndoneAt,
            b.Failure,
            b.State == ImportState.Committed && currentUser.Can(ImportCommands.UploadPermission)
        );
    }

    private IImportTarget TargetOf(ImportBatch batch) => targets.Single(t => t.Kind == batch.Kind);

    private static UploadKind ToKind(IImportTarget target) =>
        new(target.Kind, target.Title, target.Profile, target.Fields.All);

    private async Task<Dictionary<int, string>> DepartmentNamesAsync(CurrentUser currentUser, CancellationToken ct) =>
        (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name);

    private static string NameOf(Dictionary<int, string> names, int? id) =>
        id is { } key ? names.GetValueOrDefault(key, "") : "All departments";
}
