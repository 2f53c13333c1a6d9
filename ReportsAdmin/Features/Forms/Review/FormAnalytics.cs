using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Review;

/// <param name="Days">Of the company's calendar, those with submissions only.</param>
public sealed record FormFigures(
    int Total,
    IReadOnlyDictionary<SubmissionStatus, int> Statuses,
    IReadOnlyList<(DateOnly Day, int Count)> Days,
    IReadOnlyList<FieldFigures> Fields
);

/// <param name="Answered">Submissions that answer it.</param>
/// <param name="Choices">Of fields with choices, of ratings and of boxes to tick: how often each was given.</param>
/// <param name="Average">Of ratings.</param>
public sealed record FieldFigures(
    string Id,
    string Label,
    string Type,
    int Answered,
    IReadOnlyList<(string Value, int Count)> Choices,
    decimal? Average
);

/// <summary>Counts the submissions of a form in the database: by day, status and answer. Fields of groups that repeat are left out.</summary>
public sealed class FormAnalytics(IDbContextFactory<ReportsDb> contexts, BusinessClock clock)
{
    private static readonly DateTime First = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Last = new(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public async Task<FormFigures> ReadAsync(
        CurrentUser currentUser,
        int formId,
        SubmissionFilter filter,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var form = await FormQueries.FindToManageAsync(db, currentUser, formId, ct);
        var statuses = await SubmissionQueries
            .Matching(db, formId, filter)
            .GroupBy(s => s.Status)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var days = await DaysAsync(db, formId, filter, ct);
        return new FormFigures(
            statuses.Values.Sum(),
            statuses,
            [.. days.Select(d => (DateOnly.ParseExact(d.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture), d.Count))],
            await FieldsAsync(db, form, filter, ct)
        );
    }

    private async Task<List<FieldFigures>> FieldsAsync(
        ReportsDb db,
        Form form,
        SubmissionFilter filter,
        CancellationToken ct
    )
    {
        var columns = (await FormTable.LoadAsync(db, form.Id, ct)).Columns;
        var current = FormDefinition.FromJson(form.Draft).Fields.DistinctBy(f => f.Id).ToDictionary(f => f.Id);
        var answered = (await AnsweredAsync(db, form.Id, filter, ct)).ToDictionary(c => c.Key, c => c.Count);
        var given = (
            await ChoicesAsync(db, form.Id, filter, [.. columns.Where(IsCounted).Select(c => c.Key)], ct)
        ).ToLookup(c => c.Key, c => (c.Value, c.Count));
        return
        [
            .. columns.Select(c =>
            {
                var counts = given[c.Key].ToDictionary(x => x.Value, x => x.Count);
                return new FieldFigures(
                    c.Key,
                    c.Header,
                    c.Type,
                    answered.GetValueOrDefault(c.Key),
                    IsCounted(c) ? Ordered(c, current.GetValueOrDefault(c.Key), counts) : [],
                    c.Type == FieldTypes.Rating && counts.Count > 0 ? AverageOf(counts) : null
                );
            }),
        ];
    }

    private static bool IsCounted(AnswerColumn column) =>
        column.Type is FieldTypes.Select or FieldTypes.Radio or FieldTypes.Checkbox or FieldTypes.Rating;

    /// <summary>The choices in the order of the form, also those that nobody gave; then what earlier versions had.</summary>
    private static List<(string Value, int Count)> Ordered(
        AnswerColumn column,
        FormField? field,
        Dictionary<string, int> counts
    )
    {
        // A draft may hold limits that a form is not published with.
        var (least, most) = ((int)Math.Clamp(field?.Min ?? 1, 0, 10), (int)Math.Clamp(field?.Max ?? 5, 0, 10));
        IEnumerable<string> offered = column.Type switch
        {
            FieldTypes.Rating => Enumerable
                .Range(least, Math.Max(1, most - least + 1))
                .Select(n => n.ToString(CultureInfo.InvariantCulture)),
            FieldTypes.Checkbox when field is { Options.Count: 0 } => ["Yes", "No"],
            _ => field?.Options ?? [],
        };
        return
        [
            .. offered
                .Concat(counts.Keys.Order(StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Select(v => (v, counts.GetValueOrDefault(v))),
        ];
    }

    private static decimal AverageOf(Dictionary<string, int> counts) =>
        Math.Round(
            counts.Sum(c => decimal.Parse(c.Key, CultureInfo.InvariantCulture) * c.Value) / counts.Values.Sum(),
            2
        );

    private async Task<List<KeyCount>> DaysAsync(ReportsDb db, int formId, SubmissionFilter f, CancellationToken ct)
    {
        var (from, to, status) = Bounds(f);
        var minutes = (int)clock.Zone.GetUtcOffset(clock.UtcNow).TotalMinutes;
        var shift = string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes");
        var rows = db.IsPostgres
            ? db.Database.SqlQuery<KeyCount>(
                $"""
                SELECT to_char((s.submitted_at AT TIME ZONE 'UTC') + make_interval(mins => {minutes}), 'YYYY-MM-DD') AS "Key",
                       COUNT(*)::int AS "Count"
                FROM submissions s
                WHERE s.form_id = {formId} AND s.submitted_at >= {from} AND s.submitted_at < {to}
                  AND ({status} < 0 OR s.status = {status})
                GROUP BY 1
                """
            )
            : db.Database.SqlQuery<KeyCount>(
                $"""
                SELECT date(s.submitted_at, {shift}) AS "Key", COUNT(*) AS "Count"
                FROM submissions s
                WHERE s.form_id = {formId} AND s.submitted_at >= {from} AND s.submitted_at < {to}
                  AND ({status} < 0 OR s.status = {status})
                GROUP BY 1
                """
            );
        return [.. (await rows.ToListAsync(ct)).OrderBy(r => r.Key, StringComparer.Ordinal)];
    }

    private static Task<List<KeyCount>> AnsweredAsync(
        ReportsDb db,
        int formId,
        SubmissionFilter f,
        CancellationToken ct
    )
    {
        var (from, to, status) = Bounds(f);
        var rows = db.IsPostgres
            ? db.Database.SqlQuery<KeyCount>(
                $"""
                SELECT a.key AS "Key", COUNT(*)::int AS "Count"
                FROM submissions s CROSS JOIN LATERAL jsonb_object_keys(s.answers::jsonb) a(key)
                WHERE s.form_id = {formId} AND s.submitted_at >= {from} AND s.submitted_at < {to}
                  AND ({status} < 0 OR s.status = {status})
                GROUP BY 1
                """
            )
            : db.Database.SqlQuery<KeyCount>(
                $"""
                SELECT a.key AS "Key", COUNT(*) AS "Count"
                FROM submissions s, json_each(s.answers) a
                WHERE s.form_id = {formId} AND s.submitted_at >= {from} AND s.submitted_at < {to}
                  AND ({status} < 0 OR s.status = {status})
                GROUP BY 1
                """
            );
        return rows.ToListAsync(ct);
    }

    /// <summary>Each choice of an answer counts once; a tick is Yes or No.</summary>
    private static Task<List<ChoiceCount>> ChoicesAsync(
        ReportsDb db,
        int formId,
        SubmissionFilter f,
        string[] fields,
        CancellationToken ct
    )
    {
        var (from, to, status) = Bounds(f);
        var keys = JsonSerializer.Serialize(fields);
        var rows = db.IsPostgres
            ? db.Database.SqlQuery<ChoiceCount>(
                $"""
                SELECT a.key AS "Key", i.value AS "Value", COUNT(*)::int AS "Count"
                FROM submissions s
                CROSS JOIN LATERAL jsonb_each(s.answers::jsonb) a
                CROSS JOIN LATERAL jsonb_array_elements_text(
                    CASE jsonb_typeof(a.value)
                        WHEN 'array' THEN a.value
                        WHEN 'boolean' THEN jsonb_build_array(CASE a.value::text WHEN 'true' THEN 'Yes' ELSE 'No' END)
                        ELSE jsonb_build_array(a.value)
                    END) i(value)
                WHERE s.form_id = {formId} AND s.submitted_at >= {from} AND s.submitted_at < {to}
                  AND ({status} < 0 OR s.status = {status})
                  AND a.key IN (SELECT jsonb_array_elements_text({keys}::jsonb))
                GROUP BY 1, 2
                """
            )
            : db.Database.SqlQuery<ChoiceCount>(
                $"""
                SELECT a.key AS "Key", CAST(i.value AS TEXT) AS "Value", COUNT(*) AS "Count"
                FROM submissions s, json_each(s.answers) a,
                     json_each(CASE a.type
                         WHEN 'array' THEN a.value
                         WHEN 'true' THEN json_array('Yes')
                         WHEN 'false' THEN json_array('No')
                         ELSE json_array(a.value) END) i
                WHERE s.form_id = {formId} AND s.submitted_at >= {from} AND s.submitted_at < {to}
                  AND ({status} < 0 OR s.status = {status})
                  AND a.key IN (SELECT k.value FROM json_each({keys}) k)
                GROUP BY 1, 2
                """
            );
        return rows.ToListAsync(ct);
    }

    private static (DateTime From, DateTime To, int Status) Bounds(SubmissionFilter filter) =>
        (filter.From ?? First, filter.To ?? Last, filter.Status is { } status ? (int)status : -1);

    private sealed record KeyCount(string Key, int Count);

    private sealed record ChoiceCount(string Key, string Value, int Count);
}
