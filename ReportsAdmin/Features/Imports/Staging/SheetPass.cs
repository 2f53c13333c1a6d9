using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>One pass over the rows of a sheet, and what it found.</summary>
internal sealed class SheetPass
{
    private readonly IImportTarget target;
    private readonly HashSet<string> fields;
    private readonly string[] headers;
    private readonly ColumnSurvey survey;
    private readonly AmountColumns amounts;
    private readonly SheetComparison comparison;
    private readonly Func<ISheetReader, ColumnSurvey, SheetRowReader> readerOf;
    private SheetRowReader rows = null!;
    private readonly StagingCounts counts = new();

    public SheetPass(StagedUpload upload, StagingPlan plan, DateOrder order, RowRules rules, IRowReader reader)
    {
        (target, fields, headers) = (upload.Target, plan.Fields, ImportJson.Texts(upload.Batch.Headers));
        survey = new ColumnSurvey(headers, plan.Columns.Values);
        amounts = new AmountColumns(
            plan.Header,
            target.Fields.ColumnsOf(FieldType.Money, plan.Columns),
            plan.Answers.GetValueOrDefault(AmountColumns.CrQuestion)
        );
        comparison = new SheetComparison(target.Fields, fields, reader);
        readerOf = (source, noted) =>
            new SheetRowReader(
                source,
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
    }

    /// <summary>Whether the rows have to be seen once before the first is judged: where several of them may be one item.</summary>
    public bool Scans => comparison.Scans;

    /// <param name="sheet">From its beginning; closed before the sheet is opened to be judged.</param>
    public void Scan(ISheetReader sheet) => comparison.Scan(readerOf(sheet, new ColumnSurvey([], [])));

    /// <summary>Begins to judge; everything else is valid only after it.</summary>
    public void Open(ISheetReader sheet) => rows = readerOf(sheet, survey);

    /// <summary>What the text dates prove about their order; final after the last row, as all below.</summary>
    public DateEvidence Dates => rows.Dates;

    /// <summary>The columns of dates that Excel has swapped.</summary>
    public IReadOnlySet<int> SwappedColumns => rows.Swapped.Keys.ToHashSet();

    /// <summary>Whether good rows were left out as a person decided.</summary>
    public bool LeavesOut => counts.LeavesOut;

    public IEnumerable<UploadQuestion> Questions =>
        [
            .. target.Questions(fields),
            .. ColumnDoubts.Of(survey, target.Fields, fields),
            .. amounts.Questions(),
            .. SwapQuestion.Of(rows.Swapped, headers),
            .. comparison.Questions(),
        ];

    public IEnumerable<string> Remarks =>
        [
            .. amounts.Remarks(),
            .. rows.Remarks(counts.Amount),
            .. comparison.Remarks(),
            .. ColumnDoubts.Remarks(survey),
        ];

    /// <summary>Judges the rows as they are taken.</summary>
    public IEnumerable<ValidatedRow> Rows(CancellationToken ct)
    {
        while (rows.Next())
        {
            if ((rows.RowNumber & 1023) == 0)
                ct.ThrowIfCancellationRequested();
            var row = rows.SkipReason is { } why
                ? new ValidatedRow(rows.RowNumber, RowEffect.Skipped, why)
                : comparison.Judge(rows.Current);
            rows.Note(row);
            yield return counts.Count(row);
        }
    }

    /// <summary>What the sheet lacks, after its last row.</summary>
    public IEnumerable<ValidatedRow> Missing() => comparison.Missing().Select(counts.Count);

    public void CountInto(ImportBatch batch) => counts.WriteTo(batch);
}
