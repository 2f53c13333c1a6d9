using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>
/// Reads an uploaded file into staged rows and judges each against what is stored. Nothing outside the import tables is
/// written. Staging again from the start is always safe, so a killed process costs only the time.
/// </summary>
public sealed class ImportStaging(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    IBulkImporter bulk,
    ChangeNotifier notifier,
    IEnumerable<IImportTarget> targets,
    BusinessClock clock,
    ILogger<ImportStaging> log
)
{
    // Small enough that a chunk dies young: rows that outlive a collection cost more than the commits saved.
    private const int ChunkRows = 2_000;

    private static readonly BulkColumn[] RowColumns =
    [
        new("batch_id", BulkType.Int32),
        new("row_number", BulkType.Int32),
        new("effect", BulkType.Int16),
        new("key", BulkType.Text),
        new("label", BulkType.Text),
        new("section", BulkType.Text),
        new("amount", BulkType.Int64),
        new("delta", BulkType.Int64),
        new("changes", BulkType.Text),
        new("problems", BulkType.Text),
    ];

    public static string TopicOf(int batchId) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"import:{batchId}");

    /// <summary>Stages the batch as the current user sees the data. Ends in staged, asking or refused; only a bug or a cancellation throws.</summary>
    public async Task StageAsync(CurrentUser currentUser, int batchId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>().AsTracking().SingleAsync(b => b.Id == batchId, ct);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var file = files.Open(batch);
            var target = targets.Single(t => t.Kind == batch.Kind);
            if (await PrepareAsync(db, batch, target, file.Workbook, ct) is { } plan)
                await StageRowsAsync(db, currentUser, batch, target, file.Workbook, plan, ct);
            log.LogInformation(
                "Upload {BatchId}: {State} with {Rows} rows in {Elapsed} ms",
                batch.Id,
                batch.State,
                batch.DataRows,
                (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds
            );
        }
        catch (SheetException e) when (e.Fault is SheetFault.Encrypted or SheetFault.WrongPassword)
        {
            Ask(batch, ImportQuestion.Password);
            batch.Failure = e.Fault == SheetFault.WrongPassword ? "That is not the password of this workbook." : null;
            batch.ProtectedPassword = null;
        }
        catch (SheetException e)
        {
            Refuse(batch, e.Message);
        }
        catch (DomainException e)
        {
            Refuse(batch, e.Message);
        }
        catch (OverflowException)
        {
            Refuse(
                batch,
                "The amounts of this sheet are too large to add up. Look whether the right columns hold the amounts."
            );
        }

        batch.ClaimedUntil = null;
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(TopicOf(batch.Id));
    }

    private sealed record Plan(
        int Sheet,
        HeaderMatch Header,
        Dictionary<string, int> Columns,
        Dictionary<string, string> Answers,
        List<string> Remarks
    )
    {
        public GroupPlan? Groups { get; init; }
    }

    /// <summary>What one pass over the rows found.</summary>
    private sealed record Pass(DateEvidence Dates, List<UploadQuestion> Questions, List<string> Remarks, bool LeavesOut)
    {
        /// <summary>The columns of dates that Excel has swapped.</summary>
        public required IReadOnlySet<int> SwappedColumns { get; init; }
    }

    /// <summary>Settles sheet, header and columns; null when a person has to answer first.</summary>
    private async Task<Plan?> PrepareAsync(
        ReportsDb db,
        ImportBatch batch,
        IImportTarget target,
        IWorkbook workbook,
        CancellationToken ct
    )
    {
        var (sheet, header) = SheetScanner.FindHeader(workbook, target, batch.SheetIndex, batch.HeaderRow);
        var isKnown = header is not null;
        header ??= SheetScanner.GuessHeader(workbook, sheet)
            ?? throw new SheetException(SheetFault.Empty, "The sheet is empty: it has no header and no rows.");
        (batch.SheetIndex, batch.SheetName, batch.HeaderRow, batch.Headers) = (
            sheet,
            CleanText.Clip(CleanText.Of(workbook.Sheets[sheet].Name), 100),
            header.Row,
            ImportJson.Write(header.Texts)
        );
        batch.Failure = null;

        var remarks = new List<string>();
        var columns = await ColumnsAsync(db, batch, header, remarks, ct);
        batch.Mapping = ImportJson.Write(columns);
        var groups = GroupFinder.Find(workbook, sheet, target, header, columns);
        if (target.MissingFields(FieldsOf(columns, groups)) is { } lacking)
        {
            Ask(batch, ImportQuestion.Columns);
            batch.Failure = isKnown
                ? lacking
                : $"No column name is known: the sheet needs names such as {string.Join(", ", target.Fields.All.Take(3).Select(f => f.Title))}. Choose the header row and match the columns.";
            return null;
        }

        var answers = await RememberedAnswersAsync(db, batch, header, remarks, ct);

        var others = workbook.Sheets.Where((s, i) => i != sheet && !s.Hidden).Select(s => s.Name).ToList();
        if (others.Count > 0)
            remarks.Add($"Sheet \"{batch.SheetName}\" was read; not read: {string.Join(", ", others)}.");
        return new Plan(sheet, header, columns, answers, remarks) { Groups = groups };
    }

    /// <summary>The fields that columns have or headings of groups give.</summary>
    private static HashSet<string> FieldsOf(Dictionary<string, int> columns, GroupPlan? groups)
    {
        var fields = ColumnKey.Fields(columns.Keys);
        if (groups is not null)
            fields.UnionWith(groups.Given);
        return fields;
    }

    /// <summary>What people decided about this file, else about the last one with this header, else what a word means in every file.</summary>
    private static async Task<Dictionary<string, string>> RememberedAnswersAsync(
        ReportsDb db,
        ImportBatch batch,
        HeaderMatch header,
        List<string> remarks,
        CancellationToken ct
    )
    {
        var answers = ImportJson.Answers(batch.Answers);
        var hash = HeaderHash(header.Texts);
        var remembered = await db.Set<RememberedAnswer>()
            .Where(a => a.Kind == batch.Kind && (a.HeaderHash == hash || a.HeaderHash == ""))
            .OrderBy(a => a.Id)
            .ToListAsync(ct);
        var taken = remembered.Where(a => answers.TryAdd(a.Question, a.Answer) && a.HeaderHash.Length > 0).ToList();
        if (taken.Count > 0)
            remarks.Add(
                $"{taken.Count} {(taken.Count == 1 ? "question" : "questions")} answered as {taken[^1].ByName} did for the last file with this header."
            );
        return answers;
    }

    /// <summary>The columns a person chose for this file, else those chosen for the same header before, else those found by name.</summary>
    private static async Task<Dictionary<string, int>> ColumnsAsync(
        ReportsDb db,
        ImportBatch batch,
        HeaderMatch header,
        List<string> remarks,
        CancellationToken ct
    )
    {
        if (batch.Question == ImportQuestion.None && batch.Mapping is not null)
            return ImportJson.Mapping(batch.Mapping);
        var hash = HeaderHash(header.Texts);
        var remembered = await db.Set<RememberedMapping>()
            .SingleOrDefaultAsync(m => m.Kind == batch.Kind && m.HeaderHash == hash, ct);
        if (remembered is null)
            return header.Columns.ToDictionary(StringComparer.Ordinal);
        remarks.Add($"Columns as {remembered.ByName} matched them for the last file with this header.");
        if (batch.DateOrder == DateOrder.Unknown)
            batch.DateOrder = remembered.DateOrder;
        return ImportJson.Mapping(remembered.Mapping);
    }

    public static string HeaderHash(IReadOnlyList<string> texts) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', texts.Select(HeaderFinder.Fold))))
        );

    private async Task StageRowsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportBatch batch,
        IImportTarget target,
        IWorkbook workbook,
        Plan plan,
        CancellationToken ct
    )
    {
        // Most sheets hold true dates, or prove their order: one pass is enough. Only a sheet whose rows prove another order
        // than the assumed one is read again.
        var assumed = batch.DateOrder == DateOrder.Unknown ? DateOrder.DayFirst : batch.DateOrder;
        var rules = new RowRules(clock.Zone, workbook.Merges(plan.Sheet)) { Groups = plan.Groups };
        var pass = await ReadRowsAsync(db, currentUser, batch, target, workbook, plan, assumed, rules, ct);
        var order = pass.Dates.Order != DateOrder.Unknown ? pass.Dates.Order : batch.DateOrder;
        if (order == DateOrder.Unknown)
        {
            await StagedRows.ClearAsync(db, target, batch.Id, ct);
            Ask(batch, ImportQuestion.DateOrder);
            batch.Remarks = ImportJson.Write(pass.Dates.Examples);
            return;
        }

        var swapped =
            plan.Answers.GetValueOrDefault(SwapQuestion.Key) == SwapQuestion.SwapBack
                ? pass.SwappedColumns
                : RowRules.None;
        if ((order != assumed && pass.Dates.Any) || swapped.Count > 0)
        {
            rules = rules with { SwappedColumns = swapped };
            pass = await ReadRowsAsync(db, currentUser, batch, target, workbook, plan, order, rules, ct);
        }

        batch.DateOrder = order;
        var open = pass.Questions.Where(q => !plan.Answers.ContainsKey(q.Key)).DistinctBy(q => q.Key).ToList();
        if (open.Count > 0)
        {
            await StagedRows.ClearAsync(db, target, batch.Id, ct);
            Ask(batch, ImportQuestion.Choices);
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
        (batch.State, batch.Question, batch.Progress, batch.StagedAt) = (
            ImportState.Staged,
            ImportQuestion.None,
            100,
            clock.UtcNow
        );
        batch.Answers = plan.Answers.Count == 0 ? null : ImportJson.Write(plan.Answers);
        batch.Remarks = ImportJson.Write([.. plan.Remarks, .. pass.Remarks]);
        // Answers that were known beforehand are decisions too.
        batch.Questions = ImportJson.Write([
            .. ImportJson.Questions(batch.Questions).Where(q => pass.Questions.TrueForAll(p => p.Key != q.Key)),
            .. pass.Questions.DistinctBy(q => q.Key),
        ]);
    }

    /// <summary>One pass over the rows: judges and stages them, counts them in the batch.</summary>
    private async Task<Pass> ReadRowsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportBatch batch,
        IImportTarget target,
        IWorkbook workbook,
        Plan plan,
        DateOrder order,
        RowRules rules,
        CancellationToken ct
    )
    {
        await StagedRows.ClearAsync(db, target, batch.Id, ct);
        batch.BaseVersion = await db.DataVersionAsync(target.Topic, ct);
        var fields = FieldsOf(plan.Columns, plan.Groups);
        var terms = new ImportTerms(batch.Id, batch.Period, batch.DepartmentId, fields) { Answers = plan.Answers };
        var headers = ImportJson.Texts(batch.Headers);
        var survey = new ColumnSurvey(headers, plan.Columns.Values);
        var amounts = new AmountColumns(
            plan.Header,
            target.Fields.ColumnsOf(FieldType.Money, plan.Columns),
            plan.Answers.GetValueOrDefault(AmountColumns.CrQuestion)
        );
        var comparison = new SheetComparison(
            target.Fields,
            fields,
            await target.ReaderAsync(db, currentUser, terms, ct)
        );
        var tally = new StagingCounts();
        SheetRowReader RowsOf(ISheetReader sheet, ColumnSurvey noted) =>
            new(
                sheet,
                plan.Header.Row,
                target.Fields.All,
                plan.Columns,
                order,
                headers,
                target.TotalField(fields),
                amounts,
                noted,
                rules
            );
        if (comparison.Scans)
        {
            using var beforehand = workbook.OpenSheet(plan.Sheet);
            comparison.Scan(RowsOf(beforehand, new ColumnSurvey([], [])));
        }

        using var reader = workbook.OpenSheet(plan.Sheet);
        var rows = RowsOf(reader, survey);
        foreach (var chunk in Validated(rows, comparison, tally, ct).Chunk(ChunkRows))
            await WriteChunkAsync(db, batch, chunk, (int)(reader.Progress * 95), ct);
        foreach (var chunk in comparison.Missing().Select(m => tally.Count(m)).Chunk(ChunkRows))
            await WriteChunkAsync(db, batch, chunk, 97, ct);
        tally.WriteTo(batch);
        return new Pass(
            rows.Dates,
            [
                .. target.Questions(fields),
                .. ColumnDoubts.Of(survey, target.Fields, fields),
                .. amounts.Questions(),
                .. SwapQuestion.Of(rows.Swapped, headers),
                .. comparison.Questions(),
            ],
            [
                .. amounts.Remarks(),
                .. rows.Remarks(tally.Amount),
                .. comparison.Remarks(),
                .. ColumnDoubts.Remarks(survey),
            ],
            tally.LeavesOut
        )
        {
            SwappedColumns = rows.Swapped.Keys.ToHashSet(),
        };
    }

    private static IEnumerable<ValidatedRow> Validated(
        SheetRowReader rows,
        SheetComparison comparison,
        StagingCounts tally,
        CancellationToken ct
    )
    {
        while (rows.Next())
        {
            if ((rows.RowNumber & 1023) == 0)
                ct.ThrowIfCancellationRequested();
            var row = rows.SkipReason is { } why
                ? new ValidatedRow(rows.RowNumber, RowEffect.Skipped, why)
                : comparison.Judge(rows.Current);
            rows.Note(row);
            yield return tally.Count(row);
        }
    }

    private async Task WriteChunkAsync(
        ReportsDb db,
        ImportBatch batch,
        ValidatedRow[] chunk,
        int progress,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var at = 0;
        await bulk.InsertAsync(
            db,
            "import_rows",
            RowColumns,
            values =>
            {
                if (at == chunk.Length)
                    return false;
                var row = chunk[at++];
                (values[0], values[1], values[2], values[3], values[4], values[5]) = (
                    batch.Id,
                    row.RowNumber,
                    (short)row.Effect,
                    CleanText.Clip(row.Key, 200),
                    CleanText.Clip(row.Label, 200),
                    row.Section
                );
                (values[6], values[7], values[8], values[9]) = (
                    row.Amount,
                    row.Delta,
                    ImportJson.Write(row.Changes),
                    ImportJson.Write(row.Problems)
                );
                return true;
            },
            ct
        );
        var records = chunk.SelectMany(r => r.Records, (r, w) => (r.RowNumber, Write: w)).ToLookup(x => x.Write.Table);
        foreach (var table in records)
            await table.Key.StageAsync(bulk, db, batch.Id, [.. table.Select(x => (x.RowNumber, x.Write.Record))], ct);
        var until = clock.UtcNow + ImportWorker.Claim;
        await db.Set<ImportBatch>()
            .Where(b => b.Id == batch.Id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(b => b.Progress, progress).SetProperty(b => b.ClaimedUntil, until),
                ct
            );
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(TopicOf(batch.Id));
    }

    private static void Ask(ImportBatch batch, ImportQuestion question) =>
        (batch.State, batch.Question) = (ImportState.Asking, question);

    private static void Refuse(ImportBatch batch, string why) =>
        (batch.State, batch.Failure, batch.Question) = (ImportState.Refused, why, ImportQuestion.None);
}

/// <summary>Counts rows by their effect and adds up the good ones.</summary>
internal sealed class StagingCounts
{
    private readonly int[] counts = new int[7];

    public long Amount { get; private set; }

    /// <summary>Whether good rows were left out as a person decided.</summary>
    public bool LeavesOut { get; private set; }

    public ValidatedRow Count(ValidatedRow row)
    {
        LeavesOut |= row is { Effect: RowEffect.Skipped, Problems: not null };
        counts[(int)row.Effect]++;
        if (row.Effect is RowEffect.New or RowEffect.Changed or RowEffect.Unchanged)
            Amount = checked(Amount + row.Amount);
        return row;
    }

    public void WriteTo(ImportBatch batch)
    {
        (batch.RowsNew, batch.RowsChanged, batch.RowsUnchanged, batch.RowsError) = (
            counts[0],
            counts[1],
            counts[2],
            counts[3]
        );
        (batch.RowsDuplicate, batch.RowsSkipped, batch.RowsMissing, batch.TotalAmount) = (
            counts[4],
            counts[5],
            counts[6],
            Amount
        );
    }
}
