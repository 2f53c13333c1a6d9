using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Forms.Review;

/// <param name="Key">Of the field, within its group.</param>
internal sealed record AnswerColumn(string Key, string Header, string Type);

/// <summary>
/// All submissions of a form as a table: a column for every field that any version has, those of the newest version first, so that
/// answers to fields that were removed later keep their place. Answers are looked up by the id of their field, never by its label.
/// </summary>
internal sealed class FormTable
{
    private FormTable(
        IReadOnlyList<AnswerColumn> columns,
        IReadOnlyList<(string Id, string Title, IReadOnlyList<AnswerColumn> Columns)> groups
    ) => (Columns, Groups) = (columns, groups);

    public IReadOnlyList<AnswerColumn> Columns { get; }

    /// <summary>Groups that repeat, each a table of its own.</summary>
    public IReadOnlyList<(string Id, string Title, IReadOnlyList<AnswerColumn> Columns)> Groups { get; }

    public static async Task<FormTable> LoadAsync(ReportsDb db, int formId, CancellationToken ct)
    {
        var versions = await db.Set<FormVersion>()
            .Where(v => v.FormId == formId)
            .OrderByDescending(v => v.Number)
            .Select(v => v.Definition)
            .ToListAsync(ct);
        return Of([.. versions.Select(FormDefinition.FromJson)]);
    }

    /// <param name="versions">The newest first.</param>
    public static FormTable Of(IReadOnlyList<FormDefinition> versions)
    {
        var columns = new List<AnswerColumn>();
        var groups = new List<(string Id, string Title, List<AnswerColumn> Columns)>();
        foreach (var section in versions.SelectMany(v => v.Sections))
        {
            if (section.Repeat is null)
            {
                Add(columns, section.Fields);
                continue;
            }

            var group = groups.FirstOrDefault(g => g.Id == section.Id);
            if (group.Columns is null)
                groups.Add(group = (section.Id, section.Title.Length > 0 ? section.Title : section.Id, []));
            Add(group.Columns, section.Fields);
        }

        return new FormTable(columns, [.. groups.Select(g => (g.Id, g.Title, (IReadOnlyList<AnswerColumn>)g.Columns))]);
    }

    public static ReportColumn ColumnOf(AnswerColumn column) =>
        new(column.Key, column.Header, TypeOf(column.Type), Math.Clamp(column.Header.Length + 4, 12, 40), Wrap: true);

    public static ReportCell CellOf(
        AnswerColumn column,
        JsonNode? answer,
        IReadOnlyDictionary<string, string> fileNames
    )
    {
        if (answer is null)
            return ReportCell.Blank();
        if (answer is JsonValue value)
        {
            switch (column.Type)
            {
                case FieldTypes.Number
                    when value.TryGetValue(out decimal number)
                        || decimal.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out number):
                    return decimal.Truncate(number) == number && Math.Abs(number) < 1e15m
                        ? ReportCell.OfWhole((long)number)
                        : ReportCell.OfDecimal(number);
                case FieldTypes.Rating
                    when int.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var stars):
                    return ReportCell.OfWhole(stars);
                case FieldTypes.Date
                    when value.GetValueKind() == System.Text.Json.JsonValueKind.String
                        && DateOnly.TryParseExact(
                            value.GetValue<string>(),
                            "yyyy-MM-dd",
                            CultureInfo.InvariantCulture,
                            DateTimeStyles.None,
                            out var day
                        ):
                    return ReportCell.OfDate(day);
            }
        }

        return ReportCell.OfText(AnswerTexts.Of(answer, fileNames));
    }

    /// <summary>A submission as an object of its answers by label, for reports.</summary>
    public JsonObject RowOf(Submission submission)
    {
        var answers = JsonNode.Parse(submission.Answers)!.AsObject();
        var row = new JsonObject
        {
            ["id"] = submission.Id,
            ["submitted_at"] = SubmissionContent.Instant(submission.SubmittedAt),
            ["status"] = SubmissionWords.Of(submission.Status),
        };
        foreach (var column in Columns)
            row[row.ContainsKey(column.Header) ? $"{column.Header} ({column.Key})" : column.Header] = answers[
                column.Key
            ]
                is { } answer
                ? column.Type is FieldTypes.Number or FieldTypes.Rating
                    ? answer.DeepClone()
                    : AnswerTexts.Of(answer)
                : null;
        return row;
    }

    private static void Add(List<AnswerColumn> columns, IReadOnlyList<FormField> fields)
    {
        foreach (var field in fields)
        {
            if (columns.Any(c => c.Key == field.Id))
                continue;
            // A removed field may have had the label of one that is there now.
            columns.Add(
                new AnswerColumn(
                    field.Id,
                    columns.Any(c => c.Header == field.Label) ? $"{field.Label} ({field.Id})" : field.Label,
                    field.Type
                )
            );
        }
    }

    private static ColumnType TypeOf(string type) =>
        type switch
        {
            FieldTypes.Number => ColumnType.Decimal,
            FieldTypes.Rating => ColumnType.Whole,
            FieldTypes.Date => ColumnType.Date,
            _ => ColumnType.Text,
        };
}
