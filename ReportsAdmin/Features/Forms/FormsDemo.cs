using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms;

/// <summary>Three forms of the demo company with some weeks of submissions, filed through the queries and commands as people would have.</summary>
internal sealed class FormsDemo
{
    private const string Owner = "manager@example.com";
    private const int Newest = 3;

    private static readonly string[] Comments =
    [
        "Spoke to the site, all in order.",
        "Photo is missing; asked for it.",
        "Passed on to the branch.",
        "Agreed with the dealer on the phone.",
    ];

    private readonly BusinessClock clock;
    private readonly DateTimeOffset now;
    private readonly Then then;
    private readonly FormCommands forms;
    private readonly SubmissionCommands intake;
    private readonly IServiceProvider services;

    private FormsDemo(IServiceProvider services)
    {
        this.services = services;
        clock = services.GetRequiredService<BusinessClock>();
        now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        then = new Then(now);
        // The same queries and commands as everybody's, on a clock that stands some weeks back.
        var automation = ActivatorUtilities.CreateInstance<FormAutomation>(services, then);
        forms = ActivatorUtilities.CreateInstance<FormCommands>(services, then);
        intake = ActivatorUtilities.CreateInstance<SubmissionCommands>(services, then, automation);
    }

    public static async Task SeedAsync(IServiceProvider services, CancellationToken ct)
    {
        await using (var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            if (await db.Set<Form>().AnyAsync(ct))
                return;
        }

        await new FormsDemo(services).SeedAsync(ct);
    }

    private async Task SeedAsync(CancellationToken ct)
    {
        var access = services.GetRequiredService<AccessQueries>();
        var (owner, engineer) = (
            await access.DemoViewerAsync(Owner, ct),
            await access.DemoViewerAsync("engineer@example.com", ct)
        );
        then.At = now.AddDays(-33);
        var (visit, complaint, feedback) = await CreateFormsAsync(owner, ct);
        var (site, depot) = (
            await forms.MakeLinkAsync(owner, complaint, "Customers, printed on the service card", false, ct),
            await forms.MakeLinkAsync(owner, feedback, "Dealers of the west", false, ct)
        );
        await forms.MakeLinkAsync(owner, feedback, "Ram Kumar Distributors, once", true, ct);
        for (var i = 0; i < 24; i++)
            await FileAsync(
                owner,
                i,
                24,
                () => intake.SubmitAsync(engineer, visit, Json(FormsDemoContent.VisitAnswers(i, then.Today)), null, ct),
                ct
            );
        await FileComplaintsAsync(owner, complaint, site, ct);
        for (var i = 0; i < 17; i++)
            await FileAsync(
                owner,
                i,
                17,
                () => intake.SubmitAsync(depot, Json(FormsDemoContent.FeedbackAnswers(i)), null, ct),
                ct
            );
        then.At = now;
        await forms.AutomateAsync(owner, feedback, new AutomationSettings(Cron: "0 8 * * 1", EveryN: 25), ct);
    }

    private async Task<(int Visit, int Complaint, int Feedback)> CreateFormsAsync(
        CurrentUser owner,
        CancellationToken ct
    )
    {
        var visit = await forms.CreateAsync(
            owner,
            new NewForm(
                "Site visit",
                "After each visit to a batching plant or pump on site.",
                FormsDemoContent.SiteVisit,
                Publish: true
            ),
            ct
        );
        var complaint = await forms.CreateAsync(
            owner,
            new NewForm(
                "Complaint",
                "Tell us what went wrong; we call back within a working day.",
                FormsDemoContent.Complaint,
                Public: true,
                Publish: true
            ),
            ct
        );
        var feedback = await forms.CreateAsync(
            owner,
            new NewForm(
                "Dealer feedback",
                "Three minutes after the season, for the dealers of farm inputs.",
                FormsDemoContent.Feedback,
                Public: true,
                Publish: true
            ),
            ct
        );
        return (visit, complaint, feedback);
    }

    /// <summary>Only the newest complaints found the automation switched on.</summary>
    private async Task FileComplaintsAsync(CurrentUser owner, int complaint, string site, CancellationToken ct)
    {
        for (var i = 0; i < 20; i++)
        {
            if (i == 20 - Newest)
                await forms.AutomateAsync(
                    owner,
                    complaint,
                    new AutomationSettings(OnSubmission: true, Export: false, Template: "business_report"),
                    ct
                );
            var answers = FormsDemoContent.ComplaintAnswers(i);
            await FileAsync(
                owner,
                i,
                20,
                () => intake.SubmitAsync(site, Json(answers), answers["email"]?.GetValue<string>(), ct),
                ct
            );
        }
    }

    /// <summary>Files the submission in the working hours of its day in the last month, and reviews it when it is old enough.</summary>
    private async Task FileAsync(
        CurrentUser owner,
        int index,
        int count,
        Func<Task<SubmittedForm>> submit,
        CancellationToken ct
    )
    {
        then.At = Soonest(
            clock.StartOf(clock.Today.AddDays(-(count - index - 1) * 30 / count)).AddMinutes(570 + (index * 53 % 480)),
            TimeSpan.FromMinutes(11 * (count - index))
        );
        var filed = await submit();
        if (index >= count - 5 || index % 6 == 4)
            return;
        then.At = Soonest(then.At.UtcDateTime.AddHours(3 + (index % 20)), TimeSpan.Zero);
        var status = (index % 7) switch
        {
            2 => SubmissionStatus.Rejected,
            1 or 5 => SubmissionStatus.Reviewed,
            _ => SubmissionStatus.Approved,
        };
        await intake.ReviewAsync(
            owner,
            filed.Id,
            status,
            index % 3 == 0 || status == SubmissionStatus.Rejected ? Comments[index % Comments.Length] : null,
            ct
        );
    }

    /// <summary>Nothing is dated in the future: then it was a little before now.</summary>
    private DateTimeOffset Soonest(DateTime at, TimeSpan before) =>
        at < now.UtcDateTime ? new DateTimeOffset(at, TimeSpan.Zero) : now - before;

    private static JsonElement Json(JsonObject answers) => JsonSerializer.SerializeToElement(answers);

    /// <summary>A clock that stands where it is put.</summary>
    private sealed class Then(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset At { get; set; } = now;

        public string Today => At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => At;
    }
}
