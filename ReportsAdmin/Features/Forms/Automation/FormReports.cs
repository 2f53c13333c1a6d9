using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Automation;

/// <summary>What set it off, within whose transaction, and what was started so far.</summary>
internal sealed record TriggerContext(
    ReportsDb Db,
    Form Form,
    AutomationSettings AutomationSettings,
    string Trigger,
    Submission? Submission,
    List<StartedRun> Begun
);

/// <summary>Reports of a form's submissions: of one, or of the newest with their numbers.</summary>
internal sealed class FormReports(DocumentCommands reports, PeopleNames people, TimeProvider time)
{
    private const int MaxInReport = 500;

    /// <summary>Adds the report and its job within the transaction of what set it off.</summary>
    public async Task<QueuedReport> AddAsync(TriggerContext on, CurrentUser owner, CancellationToken ct)
    {
        var config = JsonSerializer.SerializeToElement(
            new Dictionary<string, object>
            {
                ["template"] = on.AutomationSettings.Template,
                ["include_charts"] = on.AutomationSettings.IncludeCharts,
                ["format"] = on.AutomationSettings.Formats.Split(','),
            }
        );
        var title = on.Submission is null
            ? $"Auto-Generated Report - {on.Form.Title}"
            : string.Create(CultureInfo.InvariantCulture, $"{on.Form.Title} - submission {on.Submission.Id}");
        if (title.Length > DocumentCommands.MaxTitle)
            title = title[..DocumentCommands.MaxTitle];
        var data = on.Submission is null ? await AllAsync(on, ct) : await OneAsync(on.Db, on.Form, on.Submission, ct);
        return await reports.AddAsync(
            on.Db,
            owner,
            new GenerateReport(
                title,
                on.Form.Description,
                JsonSerializer.SerializeToElement(data),
                config,
                GenerateReport.Automatic,
                on.Form.Id
            ),
            ct
        );
    }

    private async Task<JsonObject> OneAsync(ReportsDb db, Form form, Submission submission, CancellationToken ct)
    {
        var definition = await FormQueries.DefinitionAsync(db, form.Id, submission.Version, ct);
        var names = await db.Set<SubmissionFile>()
            .Where(f => f.SubmissionId == submission.Id)
            .ToDictionaryAsync(f => f.Token, f => f.FileName, ct);
        var account = submission.SubmitterId is { } by
            ? (await people([by], ct)).GetValueOrDefault(by, "A former user")
            : null;
        var content = SubmissionContent.Of(definition, JsonNode.Parse(submission.Answers)!.AsObject(), names);
        content.Insert(
            0,
            "Submission",
            new JsonObject
            {
                ["Number"] = submission.Id,
                ["Received"] = SubmissionContent.Instant(submission.SubmittedAt),
                ["From"] = SubmissionWords.From(account, submission.SubmitterEmail, "Anonymous"),
                ["Status"] = SubmissionWords.Of(submission.Status),
            }
        );
        return content;
    }

    private async Task<JsonObject> AllAsync(TriggerContext on, CancellationToken ct)
    {
        var (db, form) = (on.Db, on.Form);
        var total = await db.Set<Submission>().CountAsync(s => s.FormId == form.Id, ct);
        if (total == 0)
            throw DomainException.Conflict("The form has no submissions yet.");
        var newest = await db.Set<Submission>()
            .Where(s => s.FormId == form.Id)
            .OrderByDescending(s => s.SubmittedAt)
            .ThenByDescending(s => s.Id)
            .Take(MaxInReport)
            .ToListAsync(ct);
        var table = await FormTable.LoadAsync(db, form.Id, ct);
        return new JsonObject
        {
            ["form_info"] = new JsonObject
            {
                ["title"] = form.Title,
                ["description"] = form.Description,
                ["version"] = form.PublishedVersion,
            },
            ["summary"] = new JsonObject
            {
                ["total_submissions"] = total,
                ["shown"] = newest.Count,
                ["generation_trigger"] = on.Trigger,
                ["generated_at"] = SubmissionContent.Instant(time.GetUtcNow().UtcDateTime),
                ["by_status"] = new JsonObject([
                    .. newest
                        .GroupBy(s => s.Status)
                        .OrderBy(g => g.Key)
                        .Select(g => KeyValuePair.Create(SubmissionWords.Of(g.Key), (JsonNode?)g.Count())),
                ]),
            },
            ["submissions"] = new JsonArray([.. newest.Select(s => (JsonNode)table.RowOf(s))]),
        };
    }
}
