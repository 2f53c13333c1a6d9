using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>How the rows of a sheet are to be read.</summary>
/// <param name="Columns">Field → column, counted from 0.</param>
/// <param name="Answers">What people decided: question → option.</param>
internal sealed record StagingPlan(
    int Sheet,
    HeaderMatch Header,
    Dictionary<string, int> Columns,
    Dictionary<string, string> Answers,
    List<string> Remarks
)
{
    public GroupPlan? Groups { get; init; }

    /// <summary>The fields that columns have or headings of groups give.</summary>
    public HashSet<string> Fields => StagingPlanner.FieldsOf(Columns, Groups);
}

/// <summary>Settles sheet, header and columns before any row is read.</summary>
internal static class StagingPlanner
{
    /// <summary>Settles sheet, header and columns; null when a person has to answer first.</summary>
    public static async Task<StagingPlan?> MakeAsync(ReportsDb db, StagedUpload upload, CancellationToken ct)
    {
        var (batch, target, workbook) = (upload.Batch, upload.Target, upload.Workbook);
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
            upload.Ask(ImportQuestion.Columns);
            batch.Failure = isKnown
                ? lacking
                : $"No column name is known: the sheet needs names such as {string.Join(", ", target.Fields.All.Take(3).Select(f => f.Title))}. Choose the header row and match the columns.";
            return null;
        }

        var answers = await RememberedAnswersAsync(db, batch, header, remarks, ct);

        var others = workbook.Sheets.Where((s, i) => i != sheet && !s.Hidden).Select(s => s.Name).ToList();
        if (others.Count > 0)
            remarks.Add($"Sheet \"{batch.SheetName}\" was read; not read: {string.Join(", ", others)}.");
        return new StagingPlan(sheet, header, columns, answers, remarks) { Groups = groups };
    }

    /// <summary>The fields that columns have or headings of groups give.</summary>
    public static HashSet<string> FieldsOf(Dictionary<string, int> columns, GroupPlan? groups)
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
        var hash = HeaderMemory.HashOf(header.Texts);
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
        var hash = HeaderMemory.HashOf(header.Texts);
        var remembered = await db.Set<RememberedMapping>()
            .SingleOrDefaultAsync(m => m.Kind == batch.Kind && m.HeaderHash == hash, ct);
        if (remembered is null)
            return header.Columns.ToDictionary(StringComparer.Ordinal);
        remarks.Add($"Columns as {remembered.ByName} matched them for the last file with this header.");
        if (batch.DateOrder == DateOrder.Unknown)
            batch.DateOrder = remembered.DateOrder;
        return ImportJson.Mapping(remembered.Mapping);
    }
}
