using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>Tells the owner of a form, and webhooks, of a submission. Who submitted and what was answered is not told: the page shows it to those who may see it.</summary>
public sealed class SubmissionNews(NotificationOutbox notifications, WebhookOutbox webhooks)
{
    internal static readonly NotificationKind Kind = new(
        "forms.submitted",
        "New submission",
        "Somebody filled in a form of yours."
    )
    {
        Group = "Forms",
        Bell = false,
        Permission = FormCommands.MakePermission,
    };

    internal static readonly WebhookEvent Event = new(
        "form.submitted",
        "Form submitted",
        "A form was filled in: form, submission and version, without the answers."
    );

    /// <summary>Writes it in the caller's transaction; what is answered is announced after the commit.</summary>
    internal async Task<WrittenSubmissionNews> WriteAsync(
        ReportsDb db,
        Form form,
        Submission submission,
        CancellationToken ct
    )
    {
        var href = string.Create(CultureInfo.InvariantCulture, $"/forms/{form.Id}/submissions/{submission.Id}");
        var told =
            submission.SubmitterId == form.OwnerId
                ? new WrittenNotifications([], [])
                : await notifications.WriteAsync(
                    db,
                    new NewNotification(Kind.Key, $"New submission of {form.Title}", "Your form was filled in.", href),
                    [form.OwnerId],
                    ct
                );
        var jobs = await webhooks.WriteAsync(
            db,
            Event.Key,
            new
            {
                FormId = form.Id,
                SubmissionId = submission.Id,
                submission.Version,
                submission.SubmittedAt,
            },
            ct
        );
        return new WrittenSubmissionNews(told, jobs);
    }

    internal async Task AnnounceAsync(WrittenSubmissionNews news)
    {
        await notifications.AnnounceAsync(news.Notifications);
        await webhooks.AnnounceAsync(news.Webhooks);
    }
}

/// <summary>What was written about a submission, to be announced after the commit.</summary>
internal sealed record WrittenSubmissionNews(WrittenNotifications Notifications, IReadOnlyList<long> Webhooks);
