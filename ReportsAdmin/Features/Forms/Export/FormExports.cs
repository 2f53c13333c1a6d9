using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Forms.Export;

/// <summary>The submissions of a form as a document for Excel: a sheet of all, and one for each group that repeats. Rows are streamed.</summary>
public sealed class FormExports(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    FormAnalytics analytics,
    BusinessClock clock
)
{
    private const int Chunk = 500;

    /// <summary>The document, as far as the current user may see the form.</summary>
    public async Task<ReportDocument> BuildAsync(
        CurrentUser currentUser,
        int formId,
        FormExport export,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var form = await FormQueries.FindToManageAsync(db, currentUser, formId, ct);
        var table = await FormTable.LoadAsync(db, formId, ct);
        var matching = SubmissionQueries.Matching(db, formId, export.Filter);
        var found = await matching.CountAsync(ct);
        var rows = Math.Min(found, export.MaxRecords ?? int.MaxValue);
        return new ReportDocument
        {
            Title = form.Title,
            Subtitle = form.Description,
            MadeAtUtc = clock.UtcNow,
            MadeBy = currentUser.Name,
            DataAsOf = clock.ToLocal(clock.UtcNow).ToString("dd MMM yyyy HH:mm", CultureInfo.InvariantCulture),
            Parameters =
            [
                new Fact("Status", export.Filter.Status is { } status ? SubmissionWords.Of(status) : "All"),
                new Fact("From", Day(export.Filter.From, 0)),
                new Fact("To", Day(export.Filter.To, -1)),
                new Fact("Submitter", export.Filter.Email ?? "All"),
                new Fact(
                    "Submissions",
                    rows < found
                        ? $"The newest {Money.GroupWhole(rows)} of {Money.GroupWhole(found)}"
                        : Money.GroupWhole(rows)
                ),
            ],
            Blocks =
            [
                Submissions(formId, export, table, rows),
                .. table.Groups.Select(g => Group(formId, export, g.Id, g.Title, g.Columns, rows)),
                .. export.IncludeAnalytics
                    ? [Figures(await analytics.ReadAsync(currentUser, formId, export.Filter, ct))]
                    : Array.Empty<TableBlock>(),
            ],
        };
    }

    private TableBlock Submissions(int formId, FormExport export, FormTable table, int rows) =>
        new(
            "Form Submissions",
            [.. Columns(export.IncludeMetadata), .. table.Columns.Select(FormTable.ColumnOf)],
            () =>
                RowSources.Of(
                    token => RowsAsync(formId, export, token),
                    (row, s) =>
                    {
                        row.Whole(s.Submission.Id);
                        row.DateTime(s.Submission.SubmittedAt);
                        row.Text(SubmissionWords.Of(s.Submission.Status));
                        row.Text(s.Email);
                        row.Text(
                            s.Email is null ? null
                            : s.IsVerified ? "Yes"
                            : "No"
                        );
                        if (export.IncludeMetadata)
                        {
                            row.Whole(s.Submission.Version);
                            row.DateTime(s.Submission.UpdatedAt);
                            row.Text(s.Name);
                        }

                        foreach (var column in table.Columns)
                            row.Add(FormTable.CellOf(column, s.Answers[column.Key], s.Files));
                    }
                ),
            rows
        );

    /// <summary>How often each status and each choice occurs, over all that match.</summary>
    private static TableBlock Figures(FormFigures figures)
    {
        List<(string What, string Value, int Count)> rows =
        [
            .. figures.Statuses.OrderBy(s => s.Key).Select(s => ("Status", SubmissionWords.Of(s.Key), s.Value)),
            .. figures.Fields.SelectMany(f => f.Choices.Select(c => (f.Label, c.Value, c.Count))),
        ];
        return new TableBlock(
            "Analytics",
            [
                new("_what", "Question", ColumnType.Text, 30, Wrap: true),
                new("_value", "Answer", ColumnType.Text, 30, Wrap: true),
                new("_count", "Submissions", ColumnType.Whole, 12),
            ],
            () => RowSources.Of(rows, (row, r) =>
                {
                    row.Text(r.What);
                    row.Text(r.Value);
                    row.Whole(r.Count);
                }),
            rows.Count
        );
    }

    private static IEnumerable<ReportColumn> Columns(bool metadata)
    {
        yield return new("_id", "ID", ColumnType.Whole, 8);
        yield return new("_at", "Submitted At", ColumnType.DateTime, 17);
        yield return new("_status", "Status", ColumnType.Text, 11);
        yield return new("_email", "Submitter Email", ColumnType.Text, 26);
        // An address that is not the account's is what somebody typed.
        yield return new("_verified", "Email Verified", ColumnType.Text, 9);
        if (!metadata)
            yield break;
        yield return new("_version", "Version", ColumnType.Whole, 9);
        yield return new("_changed", "Changed At", ColumnType.DateTime, 17);
        yield return new("_by", "Submitter", ColumnType.Text, 20);
    }

    private TableBlock Group(
        int formId,
        FormExport export,
        string id,
        string title,
        IReadOnlyList<AnswerColumn> columns,
        int rows
    ) =>
        new(
            title,
            [
                new("_id", "Submission ID", ColumnType.Whole, 14),
                new("_n", "No.", ColumnType.Whole, 6),
                .. columns.Select(FormTable.ColumnOf),
            ],
            () =>
                RowSources.Of(
                    token => EntriesAsync(formId, export, id, token),
                    (row, e) =>
                    {
                        row.Whole(e.Submission.Submission.Id);
                        row.Whole(e.Number);
                        foreach (var column in columns)
                            row.Add(FormTable.CellOf(column, e.Entry[column.Key], e.Submission.Files));
                    }
                ),
            rows
        );

    private async IAsyncEnumerable<(ExportedSubmission Submission, int Number, JsonObject Entry)> EntriesAsync(
        int formId,
        FormExport export,
        string group,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var submission in RowsAsync(formId, export, ct))
        {
            var entries = submission.Answers[group] as JsonArray ?? [];
            for (var i = 0; i < entries.Count; i++)
                yield return (submission, i + 1, entries[i]!.AsObject());
        }
    }

    /// <summary>Newest first, a few at a time by key, so that the last page costs no more than the first.</summary>
    private async IAsyncEnumerable<ExportedSubmission> RowsAsync(
        int formId,
        FormExport export,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var (before, left) = (int.MaxValue, export.MaxRecords ?? int.MaxValue);
        while (left > 0)
        {
            var chunk = await SubmissionQueries
                .Matching(db, formId, export.Filter)
                .Where(s => s.Id < before)
                .OrderByDescending(s => s.Id)
                .Take(Math.Min(Chunk, left))
                .ToListAsync(ct);
            if (chunk.Count == 0)
                yield break;
            var ids = chunk.Select(s => s.Id).ToList();
            var files = (
                await db.Set<SubmissionFile>()
                    .Where(f => f.SubmissionId != null && ids.Contains(f.SubmissionId.Value))
                    .Select(f => new { f.Token, f.FileName })
                    .ToListAsync(ct)
            ).ToDictionary(f => f.Token, f => f.FileName, StringComparer.Ordinal);
            var people = await access.PeopleAsync([.. chunk.Select(s => s.SubmitterId).OfType<int>().Distinct()], ct);
            foreach (var submission in chunk)
            {
                var person = submission.SubmitterId is { } by ? people.GetValueOrDefault(by) : null;
                yield return new ExportedSubmission(
                    submission,
                    JsonNode.Parse(submission.Answers)!.AsObject(),
                    submission.SubmitterEmail ?? person?.Email,
                    submission.SubmitterEmail is null || SameAddress(submission.SubmitterEmail, person?.Email),
                    person?.Name,
                    files
                );
            }

            (before, left) = (chunk[^1].Id, left - chunk.Count);
        }
    }

    private static bool SameAddress(string typed, string? account) =>
        typed.Equals(account, StringComparison.OrdinalIgnoreCase);

    private string Day(DateTime? utc, int back) =>
        utc is { } at ? clock.ToLocal(at).AddDays(back).ToString("dd MMM yyyy", CultureInfo.InvariantCulture) : "All";

    private sealed record ExportedSubmission(
        Submission Submission,
        JsonObject Answers,
        string? Email,
        bool IsVerified,
        string? Name,
        IReadOnlyDictionary<string, string> Files
    );
}
