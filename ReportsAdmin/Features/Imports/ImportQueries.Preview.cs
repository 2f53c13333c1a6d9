using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>The rows of a preview and what a commit would do.</summary>
public sealed partial class ImportQueries
{
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
        await using var db = contexts.Reader();
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
        await using var db = contexts.Reader();
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
        await using var db = contexts.Reader();
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
        try
        {
            using var file = await files.OpenAgainAsync(batch, ct);
            if (file.Workbook.Format != "xlsx" || batch.ProtectedPassword is not null)
            {
                WorkbookMarker.Rebuild(file.Workbook, batch.SheetIndex ?? 0, output, marks);
                return;
            }

            await using var raw = await files.OpenRawAsync(batch, ct);
            WorkbookMarker.Mark(raw, output, batch.SheetIndex ?? 0, marks);
        }
        catch (SheetException e)
        {
            throw DomainException.Conflict($"The file cannot be read, so nothing can be marked in it. {e.Message}");
        }
    }

    private async Task<IReadOnlyList<MeasureEffect>> EffectAsync(
        CurrentUser currentUser,
        int uploadId,
        string? missing,
        bool byLabel,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        var batch = await FindAsync(db, currentUser, uploadId, ct);
        var removes = TargetOf(batch).Profile.Missing?.Of(missing).Removes == true;
        var sums = EffectRows(db, uploadId, removes, byLabel)
            .GroupBy(r => new { r.Code, r.Name })
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

    /// <summary>The rows that touch the measure.</summary>
    /// <param name="removes">Whether a missing record takes its amount out.</param>
    private static IQueryable<EffectRow> EffectRows(ReportsDb db, int uploadId, bool removes, bool byLabel) =>
        db.Set<ImportRow>()
            .Where(r =>
                r.BatchId == uploadId
                && (
                    r.Effect == RowEffect.New
                    || r.Effect == RowEffect.Changed
                    || r.Effect == RowEffect.Unchanged
                    || r.Effect == RowEffect.Missing
                )
            )
            .Select(r => new EffectRow
            {
                Name = byLabel ? r.Label : r.Section,
                // The key of an invoice is its customer's code and its number.
                Code =
                    !byLabel ? ""
                    : r.Key.IndexOf(ImportRow.KeySeparator) < 0 ? r.Key
                    : r.Key.Substring(0, r.Key.IndexOf(ImportRow.KeySeparator)),
                Before = r.Effect == RowEffect.Missing ? r.Amount : r.Amount - r.Delta,
                Delta = r.Effect == RowEffect.Missing && removes ? -r.Amount : r.Delta,
            });

    private sealed class EffectRow
    {
        public required string Name { get; init; }

        public required string Code { get; init; }

        public long Before { get; init; }

        public long Delta { get; init; }
    }
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
