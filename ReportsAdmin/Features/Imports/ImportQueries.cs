using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>The file behind an upload, for provenance.</summary>
public sealed record UploadFile(
    int UploadId,
    string FileName,
    string? SheetName,
    string UploadedByName,
    DateTime UploadedAt,
    DateTime? CommittedAt
);

/// <summary>History, preview and provenance of uploads.</summary>
public sealed class ImportQueries(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    AccessQueries access,
    IEnumerable<IImportTarget> targets
)
{
    public const string ReadPermission = "imports:read";
    private const int SamplesPerColumn = 3;

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
        await using var db = contexts.CreateDbContext();
        var query = db.Set<ImportBatch>().VisibleTo(currentUser, targets).Where(b => b.State != ImportState.Discarded);
        if (kind is not null)
            query = query.Where(b => b.Kind == kind);
        if (period is { } month)
            query = query.Where(b => b.Period == month);
        var total = await query.CountAsync(ct);
        var rows = await query.OrderByDescending(b => b.Id).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var names = await DepartmentNamesAsync(currentUser, ct);
        var seesWholeFile = currentUser.Scope.Regions is null;
        return new Page<UploadRow>(
            [
                .. rows.Select(b => new UploadRow(
                    b.Id,
                    ToKind(TargetOf(b)),
                    b.FileName,
                    b.FileSize,
                    b.Period,
                    b.DepartmentId,
                    NameOf(names, b.DepartmentId),
                    b.State,
                    b.DataRows,
                    b.RowsError,
                    seesWholeFile && TargetOf(b).Profile.Amount is not null ? new Money(b.TotalAmount) : null,
                    b.UploadedByName,
                    b.UploadedAt,
                    b.CommittedAt,
                    b.UndoneAt,
                    b.Failure,
                    b.State == ImportState.Committed && currentUser.Can(ImportCommands.UploadPermission)
                )),
            ],
            total,
            page
        );
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

    public async Task<UploadDetails> DetailsAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var batch = await FindAsync(db, currentUser, uploadId, ct, discarded: true);
        var target = TargetOf(batch);
        var mapping = ImportJson.Mapping(batch.Mapping).ToDictionary(m => m.Value, m => m.Key);
        var look = batch.State is ImportState.Asking or ImportState.Staged ? Look(batch) : (Sheets: [], Samples: []);
        var headers = ImportJson.Texts(batch.Headers);
        var columns = headers
            .Select(
                (h, i) =>
                    new SheetColumnView(
                        i,
                        Columns.Name(i),
                        h,
                        mapping.GetValueOrDefault(i),
                        [
                            .. look
                                .Samples.Where(r => i < r.Count && r[i].Length > 0)
                                .Select(r => r[i])
                                .Take(SamplesPerColumn),
                        ]
                    )
            )
            .ToList();
        var (questions, answers) = (ImportJson.Questions(batch.Questions), ImportJson.Answers(batch.Answers));
        var texts = ImportJson.Texts(batch.Remarks);
        var asksDates = batch is { State: ImportState.Asking, Question: ImportQuestion.DateOrder };
        var same = await db.Set<ImportBatch>()
            .VisibleTo(currentUser, targets)
            .Where(b =>
                b.FileHash == batch.FileHash
                && b.Kind == batch.Kind
                && b.Id < batch.Id
                && b.State == ImportState.Committed
            )
            .OrderByDescending(b => b.Id)
            .Select(b => new SameFile(b.Id, b.Period, b.UploadedAt, b.State))
            .FirstOrDefaultAsync(ct);
        var stale =
            batch.State == ImportState.Staged && await db.DataVersionAsync(target.Topic, ct) != batch.BaseVersion;
        return new UploadDetails(
            batch.Id,
            ToKind(target),
            batch.FileName,
            batch.FileSize,
            batch.Period,
            batch.DepartmentId,
            NameOf(await DepartmentNamesAsync(currentUser, ct), batch.DepartmentId),
            batch.State,
            batch.Question,
            batch.Progress,
            batch.Failure,
            batch.SheetName,
            batch.HeaderRow,
            look.Sheets,
            columns,
            target.Fields.All,
            batch is { State: ImportState.Asking, Question: ImportQuestion.Choices }
                ? [.. questions.Where(q => !answers.ContainsKey(q.Key))]
                : [],
            Decisions(questions, answers),
            asksDates ? [] : texts,
            new UploadCounts(
                batch.RowsNew,
                batch.RowsChanged,
                batch.RowsUnchanged,
                batch.RowsError,
                batch.RowsDuplicate,
                batch.RowsSkipped,
                batch.RowsMissing
            ),
            new Money(batch.TotalAmount),
            batch.DateOrder,
            asksDates ? texts : [],
            batch.Missing,
            stale,
            batch.UploadedByName,
            batch.UploadedAt,
            batch.CommittedAt,
            batch.CommittedByName,
            batch.UndoneAt,
            batch.UndoneByName,
            ImportJson.Kept(batch.Kept),
            same
        );
    }

    /// <summary>Rows of the preview, in the order of the sheet; null means every effect.</summary>
    public async Task<Page<PreviewRow>> RowsAsync(
        CurrentUser currentUser,
        int uploadId,
        RowEffect? effect,
        string? search,
        PageRequest page,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var batch = await FindAsync(db, currentUser, uploadId, ct);
        var query = db.Set<ImportRow>().Where(r => r.BatchId == uploadId);
        if (effect is { } wanted)
            query = query.Where(r => r.Effect == wanted);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var upper = search.Trim().ToUpperInvariant();
            query = query.Where(r => r.Key.ToUpper().Contains(upper) || r.Label.ToUpper().Contains(upper));
        }

        var total = await query.CountAsync(ct);
        var rows = await query.OrderBy(r => r.RowNumber).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var places = new CellPlaces(batch, TargetOf(batch));
        return new Page<PreviewRow>([.. rows.Select(r => View(r, places))], total, page);
    }

    /// <summary>All rows of some effects, in the order of the sheet, read as they are taken.</summary>
    public async IAsyncEnumerable<PreviewRow> AllRowsAsync(
        CurrentUser currentUser,
        int uploadId,
        IReadOnlyList<RowEffect> effects,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var batch = await FindAsync(db, currentUser, uploadId, ct);
        var places = new CellPlaces(batch, TargetOf(batch));
        var rows = db.Set<ImportRow>()
            .Where(r => r.BatchId == uploadId && effects.Contains(r.Effect))
            .OrderBy(r => r.RowNumber);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
            yield return View(row, places);
    }

    private static PreviewRow View(ImportRow row, CellPlaces places) =>
        new(
            row.RowNumber,
            row.Effect,
            row.Key,
            row.Label,
            row.Section,
            new Money(row.Amount),
            new Money(row.Delta),
            ImportJson.Changes(row.Changes),
            [.. ImportJson.Problems(row.Problems).Select(p => places.View(row.RowNumber, p))]
        );

    /// <summary>What committing does to the money, by region; with "missing means paid" the missing rows count as paid.</summary>
    public Task<IReadOnlyList<MeasureEffect>> EffectBySectionAsync(
        CurrentUser currentUser,
        int uploadId,
        string? missing,
        CancellationToken ct
    ) => EffectAsync(currentUser, uploadId, missing, byLabel: false, ct);

    /// <summary>The hundred customers whose money changes most.</summary>
    public Task<IReadOnlyList<MeasureEffect>> EffectByLabelAsync(
        CurrentUser currentUser,
        int uploadId,
        string? missing,
        CancellationToken ct
    ) => EffectAsync(currentUser, uploadId, missing, byLabel: true, ct);

    /// <summary>The problems of an upload, marked in the uploader's own workbook.</summary>
    public async Task WriteProblemsAsync(CurrentUser currentUser, int uploadId, Stream output, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var batch = await FindAsync(db, currentUser, uploadId, ct);
        var places = new CellPlaces(batch, TargetOf(batch));
        var rows = await db.Set<ImportRow>()
            .Where(r => r.BatchId == uploadId && r.Effect == RowEffect.Error)
            .OrderBy(r => r.RowNumber)
            .Select(r => new { r.RowNumber, r.Problems })
            .ToListAsync(ct);
        var marks = rows.SelectMany(r =>
                ImportJson.Problems(r.Problems).Select(p => new CellMark(r.RowNumber, places.ColumnOf(p), p.Message))
            )
            .ToList();
        using var file = files.Open(batch);
        if (file.Workbook.Format != "xlsx" || batch.ProtectedPassword is not null)
        {
            WorkbookMarker.Rebuild(file.Workbook, batch.SheetIndex ?? 0, output, marks);
            return;
        }

        await using var raw = files.OpenRaw(batch);
        WorkbookMarker.Mark(raw, output, batch.SheetIndex ?? 0, marks);
    }

    public async Task<UploadFile> FileAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var batch = await FindAsync(db, currentUser, uploadId, ct);
        return new UploadFile(
            batch.Id,
            batch.FileName,
            batch.SheetName,
            batch.UploadedByName,
            batch.UploadedAt,
            batch.CommittedAt
        );
    }

    /// <summary>The files behind uploads, for rooms that show where a figure comes from. The caller has checked that the current user sees the figure.</summary>
    public async Task<IReadOnlyDictionary<int, UploadFile>> FilesAsync(
        IReadOnlyCollection<int> uploadIds,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<ImportBatch>()
            .Where(b => uploadIds.Contains(b.Id))
            .Select(b => new UploadFile(b.Id, b.FileName, b.SheetName, b.UploadedByName, b.UploadedAt, b.CommittedAt))
            .ToDictionaryAsync(f => f.UploadId, ct);
    }

    /// <summary>Header and text of one row of an uploaded sheet, read from the file itself. The caller has checked that the current user sees the row.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SourceCellsAsync(
        int uploadId,
        int rowNumber,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>().SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw DomainException.NotFound("Upload not found.");
        var headers = ImportJson.Texts(batch.Headers);
        try
        {
            using var file = files.Open(batch);
            using var reader = file.Workbook.OpenSheet(batch.SheetIndex ?? 0);
            while (reader.Read())
            {
                if (reader.RowNumber < rowNumber)
                    continue;
                if (reader.RowNumber > rowNumber)
                    break;
                var cells = new List<KeyValuePair<string, string>>();
                for (var i = 0; i < Math.Max(reader.Count, headers.Length); i++)
                    cells.Add(
                        new(
                            i < headers.Length && headers[i].Length > 0 ? headers[i] : Columns.Name(i),
                            reader[i].Display
                        )
                    );
                return cells;
            }
        }
        catch (SheetException)
        {
            // An encrypted workbook's password is forgotten once it is committed: the row number must do.
        }

        return [];
    }

    private async Task<IReadOnlyList<MeasureEffect>> EffectAsync(
        CurrentUser currentUser,
        int uploadId,
        string? missing,
        bool byLabel,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var batch = await FindAsync(db, currentUser, uploadId, ct);
        var removes = TargetOf(batch).Profile.Missing?.Of(missing).Removes == true;
        var rows = db.Set<ImportRow>()
            .Where(r =>
                r.BatchId == uploadId
                && (
                    r.Effect == RowEffect.New
                    || r.Effect == RowEffect.Changed
                    || r.Effect == RowEffect.Unchanged
                    || r.Effect == RowEffect.Missing
                )
            )
            .Select(r => new
            {
                Name = byLabel ? r.Label : r.Section,
                // The key of an invoice is its customer's code and its number.
                Code = !byLabel ? ""
                : r.Key.IndexOf(ImportRow.KeySeparator) < 0 ? r.Key
                : r.Key.Substring(0, r.Key.IndexOf(ImportRow.KeySeparator)),
                Before = r.Effect == RowEffect.Missing ? r.Amount : r.Amount - r.Delta,
                Delta = r.Effect == RowEffect.Missing && removes ? -r.Amount : r.Delta,
            });
        var sums = rows.GroupBy(r => new { r.Code, r.Name })
            .Select(g => new
            {
                g.Key,
                Rows = g.Count(),
                Before = g.Sum(r => r.Before),
                Delta = g.Sum(r => r.Delta),
            });
        if (byLabel)
            sums = sums.Where(s => s.Delta != 0)
                .OrderByDescending(s => s.Delta < 0 ? -s.Delta : s.Delta)
                .Take(PageRequest.MaxSize);
        var list = await sums.ToListAsync(ct);
        var effects = list.Select(s => new MeasureEffect(
            byLabel ? s.Key.Name : Regions.Display(s.Key.Name),
            s.Key.Code,
            s.Rows,
            new Money(s.Before),
            new Money(s.Before + s.Delta)
        ));
        return byLabel ? [.. effects] : [.. effects.OrderBy(e => e.Name, StringComparer.Ordinal)];
    }

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

    private (IReadOnlyList<string> Sheets, IReadOnlyList<IReadOnlyList<string>> Samples) Look(ImportBatch batch)
    {
        try
        {
            using var file = files.Open(batch);
            var rows = batch is { SheetIndex: { } sheet, HeaderRow: { } header }
                ? SheetScanner
                    .FirstRows(file.Workbook, sheet)
                    .Where(r => r.Number > header)
                    .Select(r => r.Cells)
                    .Take(8)
                    .ToList()
                : [];
            return ([.. file.Workbook.Sheets.Select(s => s.Name)], rows);
        }
        catch (SheetException)
        {
            // The password is still unknown: there is nothing to show yet.
            return ([], []);
        }
    }

    private static List<UploadDecision> Decisions(
        IEnumerable<UploadQuestion> questions,
        IReadOnlyDictionary<string, string> answers
    ) =>
        [
            .. questions
                .Where(q => answers.ContainsKey(q.Key))
                .Select(q => new UploadDecision(
                    q.Key,
                    q.Title,
                    answers[q.Key],
                    q.Options.FirstOrDefault(o => o.Key == answers[q.Key])?.Title ?? answers[q.Key]
                )),
        ];

    private IImportTarget TargetOf(ImportBatch batch) => targets.Single(t => t.Kind == batch.Kind);

    private static UploadKind ToKind(IImportTarget target) =>
        new(target.Kind, target.Title, target.Profile, target.Fields.All);

    private async Task<Dictionary<int, string>> DepartmentNamesAsync(CurrentUser currentUser, CancellationToken ct) =>
        (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name);

    private static string NameOf(Dictionary<int, string> names, int? id) =>
        id is { } key ? names.GetValueOrDefault(key, "") : "All departments";
}

/// <summary>Says where a problem stands: <c>Sheet1!C17</c>.</summary>
internal sealed class CellPlaces(ImportBatch batch, IImportTarget target)
{
    private readonly Dictionary<string, int> columns = ImportJson.Mapping(batch.Mapping);

    public int? ColumnOf(RowProblem problem) =>
        problem.Field is { } field && columns.TryGetValue(field, out var column) ? column : null;

    public RowProblemView View(int row, RowProblem problem)
    {
        var where =
            row < 0 ? ""
            : ColumnOf(problem) is { } column ? $"{batch.SheetName}!{Columns.Name(column)}{row}"
            : $"{batch.SheetName}, row {row}";
        return new RowProblemView(
            where,
            target.Fields.All.FirstOrDefault(f => f.Key == problem.Field)?.Title ?? "",
            problem.Message
        );
    }
}
