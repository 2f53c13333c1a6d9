using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>Reads the rows of an upload: once, and once more only when they prove another order of dates than was assumed.</summary>
public sealed class SheetStaging(
    IDbContextFactory<ReportsDb> contexts,
    IBulkImporter bulk,
    ChangeNotifier notifier,
    BusinessClock clock
)
{
    internal async Task StageAsync(ReportsDb db, StagedUpload upload, CancellationToken ct)
    {
        if (await StagingPlanner.MakeAsync(db, upload, ct) is not { } plan)
            return;
        var batch = upload.Batch;
        if (await ReadAsync(db, upload, plan, ct) is not { } pass)
        {
            await upload.ClearAsync(db, ct);
            return;
        }

        var open = pass.Questions.Where(q => !plan.Answers.ContainsKey(q.Key)).DistinctBy(q => q.Key).ToList();
        if (open.Count > 0)
        {
            await upload.ClearAsync(db, ct);
            upload.Ask(ImportQuestion.Choices);
            batch.Questions = ImportJson.Write([
                .. ImportJson.Questions(batch.Questions).Where(q => open.TrueForAll(o => o.Key != q.Key)),
                .. open,
            ]);
            return;
        }

        if (batch.DataRows == 0 && !pass.LeavesOut)
            throw new SheetException(
                SheetFault.Empty,
                $"The sheet has a header in row {plan.Header.Row} but no data rows below it."
            );
        Finish(batch, plan, pass);
    }

    private void Finish(ImportBatch batch, StagingPlan plan, SheetPass pass)
    {
        (batch.State, batch.Question, batch.Progress, batch.StagedAt) = (
            ImportState.Staged,
            ImportQuestion.None,
            100,
            clock.UtcNow
        );
        batch.Answers = plan.Answers.Count == 0 ? null : ImportJson.Write(plan.Answers);
        batch.Remarks = ImportJson.Write([.. plan.Remarks, .. pass.Remarks]);
        var asked = pass.Questions.DistinctBy(q => q.Key).ToList();
        // Answers that were known beforehand are decisions too.
        batch.Questions = ImportJson.Write([
            .. ImportJson.Questions(batch.Questions).Where(q => asked.TrueForAll(p => p.Key != q.Key)),
            .. asked,
        ]);
    }

    /// <summary>
    /// Most sheets hold true dates, or prove their order: one pass is enough. Only a sheet whose rows prove another order
    /// than the assumed one is read again. Null when a person has to say in which order its dates are written.
    /// </summary>
    private async Task<SheetPass?> ReadAsync(ReportsDb db, StagedUpload upload, StagingPlan plan, CancellationToken ct)
    {
        var batch = upload.Batch;
        var assumed = batch.DateOrder == DateOrder.Unknown ? DateOrder.DayFirst : batch.DateOrder;
        var rules = new RowRules(clock.Zone, upload.Workbook.Merges(plan.Sheet)) { Groups = plan.Groups };
        var pass = await PassAsync(db, upload, plan, assumed, rules, ct);
        var order = pass.Dates.Order != DateOrder.Unknown ? pass.Dates.Order : batch.DateOrder;
        if (order == DateOrder.Unknown)
        {
            upload.Ask(ImportQuestion.DateOrder);
            batch.Remarks = ImportJson.Write(pass.Dates.Examples);
            return null;
        }

        var swapped =
            plan.Answers.GetValueOrDefault(SwapQuestion.Key) == SwapQuestion.SwapBack
                ? pass.SwappedColumns
                : RowRules.None;
        if ((order != assumed && pass.Dates.Any) || swapped.Count > 0)
            pass = await PassAsync(db, upload, plan, order, rules with { SwappedColumns = swapped }, ct);
        batch.DateOrder = order;
        return pass;
    }

    /// <summary>One pass over the rows: judges and stages them, counts them in the batch.</summary>
    private async Task<SheetPass> PassAsync(
        ReportsDb db,
        StagedUpload upload,
        StagingPlan plan,
        DateOrder order,
        RowRules rules,
        CancellationToken ct
    )
    {
        var (batch, target) = (upload.Batch, upload.Target);
        await upload.ClearAsync(db, ct);
        batch.BaseVersion = await db.DataVersionAsync(target.Topic, ct);
        var terms = new ImportTerms(batch.Id, batch.Period, batch.DepartmentId, plan.Fields) { Answers = plan.Answers };
        var reader = await target.ReaderAsync(db, upload.CurrentUser, terms, ct);
        var pass = new SheetPass(upload, plan, order, rules, reader);
        if (pass.Scans)
        {
            using var beforehand = upload.Workbook.OpenSheet(plan.Sheet);
            pass.Scan(beforehand);
        }

        using var sheet = upload.Workbook.OpenSheet(plan.Sheet);
        pass.Open(sheet);
        await using var writing = contexts.CreateDbContext();
        await using var writer = new StagingWriter(bulk, notifier, writing, upload);
        foreach (var chunk in pass.Rows(ct).Chunk(StagingWriter.ChunkRows))
            await writer.AddAsync(chunk, (int)(sheet.Progress * 95), ct);
        foreach (var chunk in pass.Missing().Chunk(StagingWriter.ChunkRows))
            await writer.AddAsync(chunk, 97, ct);
        await writer.CompleteAsync();
        pass.CountInto(batch);
        return pass;
    }
}
