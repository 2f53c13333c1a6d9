using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>Everything that is known of one upload.</summary>
public sealed partial class ImportQueries
{
    private const int SamplesPerColumn = 3;

    public async Task<UploadDetails> DetailsAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var batch = await FindAsync(db, currentUser, uploadId, ct, discarded: true);
        var target = TargetOf(batch);
        var look = batch.State is ImportState.Asking or ImportState.Staged
            ? await LookAsync(batch, ct)
            : (Sheets: [], Samples: []);
        var same = await SameFileAsync(db, currentUser, batch, ct);
        var stale =
            batch.State == ImportState.Staged && await db.DataVersionAsync(target.Topic, ct) != batch.BaseVersion;
        var department = NameOf(await DepartmentNamesAsync(currentUser, ct), batch.DepartmentId);
        return ToDetails(batch, target, look) with
        {
            DepartmentName = department,
            IsStale = stale,
            SameFile = same,
            KeptApart = await target.KeptApartAsync(db, batch.Id, ct),
        };
    }

    /// <summary>What the batch itself says.</summary>
    private static UploadDetails ToDetails(
        ImportBatch batch,
        IImportTarget target,
        (IReadOnlyList<string> Sheets, IReadOnlyList<IReadOnlyList<string>> Samples) look
    )
    {
        var (questions, answers) = (ImportJson.Questions(batch.Questions), ImportJson.Answers(batch.Answers));
        var texts = ImportJson.Texts(batch.Remarks);
        var asksDates = batch is { State: ImportState.Asking, Question: ImportQuestion.DateOrder };
        return new UploadDetails(
            batch.Id,
            ToKind(target),
            batch.FileName,
            batch.FileSize,
            batch.Period,
            batch.DepartmentId,
            "",
            batch.State,
            batch.Question,
            batch.Progress,
            batch.Failure,
            batch.SheetName,
            batch.HeaderRow,
            look.Sheets,
            ColumnsOf(batch, look.Samples),
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
            false,
            batch.UploadedByName,
            batch.UploadedAt,
            batch.CommittedAt,
            batch.CommittedByName,
            batch.UndoneAt,
            batch.UndoneByName,
            ImportJson.Kept(batch.Kept),
            null
        );
    }

    private static List<SheetColumnView> ColumnsOf(ImportBatch batch, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        var mapping = ImportJson.Mapping(batch.Mapping).ToDictionary(m => m.Value, m => m.Key);
        return
        [
            .. ImportJson
                .Texts(batch.Headers)
                .Select(
                    (h, i) =>
                        new SheetColumnView(
                            i,
                            Columns.Name(i),
                            h,
                            mapping.GetValueOrDefault(i),
                            [
                                .. samples
                                    .Where(r => i < r.Count && r[i].Length > 0)
                                    .Select(r => r[i])
                                    .Take(SamplesPerColumn),
                            ]
                        )
                ),
        ];
    }

    /// <summary>The latest committed upload of the very same bytes.</summary>
    private Task<SameFile?> SameFileAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportBatch batch,
        CancellationToken ct
    ) =>
        db.Set<ImportBatch>()
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

    private async Task<(IReadOnlyList<string> Sheets, IReadOnlyList<IReadOnlyList<string>> Samples)> LookAsync(
        ImportBatch batch,
        CancellationToken ct
    )
    {
        try
        {
            using var file = await files.OpenAgainAsync(batch, ct);
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
                    q.Options.FirstOrDefault(o => o.Key == answers[q.Key])?.Title ?? answers[q.Key],
                    q.Rows
                )),
        ];
}
