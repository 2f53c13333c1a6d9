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
    /// <summary>Every zone is whole quarters of an hour from UTC, so days are sums of these, whenever its clocks are changed.</summary>
    private const int Quarter = 15;

    public async Task<FormFigures> ReadAsync(
        CurrentUser currentUser,
        int formId,
        SubmissionFilter filter,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var form = await FormQueries.FindToManageAsync(db, currentUser, formId, ct);
        var matching = SubmissionQueries.Matching(db, formId, filter);
        var statuses = await matching
            .GroupBy(s => s.Status)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new FormFigures(
            statuses.Values.Sum(),
            statuses,
            await DaysAsync(matching, ct),
            await FieldsAsync(db, form, matching, ct)
        );
    }

    private async Task<List<FieldFigures>> FieldsAsync(
        ReportsDb db,
        Form form,
        IQueryable<Submission> matching,
        CancellationToken ct
    )
    {
        var columns = (await FormTable.LoadAsync(db, form.Id, ct)).Columns;
        var current = FormDefinition.FromJson(form.Draft).Fields.DistinctBy(f => f.Id).ToDictionary(f => f.Id);
        var answered = (await AnsweredAsync(db, form.Id, matching, ct)).ToDictionary(c => c.Key, c => c.Count);
        var given = (
            await ChoicesAsync(db, form.Id, matching, [.. columns.Where(IsCounted).Select(c => c.Key)], ct)
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

    private async Task<IReadOnlyList<(DateOnly Day, int Count)>> DaysAsync(
        IQueryable<Submission> matching,
        CancellationToken ct
    )
    {
        var quarters = await matching
            .GroupBy(s => new
            {
                s.SubmittedAt.Date,
                s.SubmittedAt.Hour,
                Quarter = s.SubmittedAt.Minute / Quarter,
            })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(ct);
        return
        [
            .. quarters
                .GroupBy(q =>
                    DateOnly.FromDateTime(
                        clock.ToLocal(
                            DateTime.SpecifyKind(
                                q.Key.Date.AddHours(q.Key.Hour).AddMinutes(q.Key.Quarter * Quarter),
                                DateTimeKind.Utc
                            )
                        )
                    )
                )
                .Select(d => (d.Key, d.Sum(q => q.Count)))
                .OrderBy(d => d.Key),
        ];
    }

    /// <summary>How many of the submissions answer each field.</summary>
    private static Task<List<KeyCount>> AnsweredAsync(
        ReportsDb db,
        int formId,
        IQueryable<Submission> matching,
        CancellationToken ct
    )
    {
        var answers = db.IsPostgres
            ? db.Database.SqlQuery<Given>(
                $"""
                SELECT s.id AS "SubmissionId", a.key AS "Key", '' AS "Value"
                FROM submissions s CROSS JOIN LATERAL jsonb_object_keys(s.answers::jsonb) a(key)
                WHERE s.form_id = {formId}
                """
            )
            : db.Database.SqlQuery<Given>(
                $"""
                SELECT s.id AS "SubmissionId", a.key AS "Key", '' AS "Value"
                FROM submissions s, json_each(s.answers) a
                WHERE s.form_id = {formId}
                """
            );
        return answers
            .Where(a => matching.Any(s => s.Id == a.SubmissionId))
            .GroupBy(a => a.Key)
            .Select(g => new KeyCount(g.Key, g.Count()))
            .ToListAsync(ct);
    }

    /// <summary>Each choice of an answer counts once; a tick is Yes or No.</summary>
    private static Task<List<ChoiceCount>> ChoicesAsync(
        ReportsDb db,
        int formId,
        IQueryable<Submission> matching,
        string[] fields,
        CancellationToken ct
    )
    {
        var choices = db.IsPostgres
            ? db.Database.SqlQuery<Given>(
                $"""
                SELECT s.id AS "SubmissionId", a.key AS "Key", i.value AS "Value"
                FROM submissions s
                CROSS JOIN LATERAL jsonb_each(s.answers::jsonb) a
                CROSS JOIN LATERAL jsonb_array_elements_text(
                    CASE jsonb_typeof(a.value)
                        WHEN 'array' THEN a.value
                        WHEN 'boolean' THEN jsonb_build_array(CASE a.value::text WHEN 'true' THEN 'Yes' ELSE 'No' END)
                        ELSE jsonb_build_array(a.value)
                    END) i(value)
                WHERE s.form_id = {formId} AND a.key = ANY ({fields})
                """
            )
            : db.Database.SqlQuery<Given>(
                $"""
                SELECT s.id AS "SubmissionId", a.key AS "Key", CAST(i.value AS TEXT) AS "Value"
                FROM submissions s, json_each(s.answers) a,
                     json_each(CASE a.type
                         WHEN 'array' THEN a.value
                         WHEN 'true' THEN json_array('Yes')
                         WHEN 'false' THEN json_array('No')
                         ELSE json_array(a.value) END) i
                WHERE s.form_id = {formId}
                  AND a.key IN (SELECT k.value FROM json_each({JsonSerializer.Serialize(fields)}) k)
                """
            );
        return choices
            .Where(c => matching.Any(s => s.Id == c.SubmissionId))
            .GroupBy(c => new { c.Key, c.Value })
            .Select(g => new ChoiceCount(g.Key.Key, g.Key.Value, g.Count()))
            .ToListAsync(ct);
    }

    /// <summary>A part of an answer.</summary>
    private sealed record Given(int SubmissionId, string Key, string Value);

    private sealed record KeyCount(string Key, int Count);

    private sealed record ChoiceCount(string Key, string Value, int Count);
}
