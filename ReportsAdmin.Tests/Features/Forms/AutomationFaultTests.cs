using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>What was to happen by itself and could not even be started is in the log of the form, with its reason.</summary>
public sealed class AutomationFaultTests
{
    [Theory, EachDatabase]
    public async Task An_owner_who_lost_their_rights_or_account_is_told_in_the_log_and_costs_no_submission(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (forms, intake, log) = (
            fixture.Get<FormCommands>(),
            fixture.Get<SubmissionCommands>(),
            fixture.Get<SubmissionQueries>()
        );
        var owner = await OwnerAsync(fixture);
        var id = await forms.CreateAsync(owner, new NewForm("Visit", null, Form, Publish: true), default);
        await forms.AutomateAsync(
            CurrentUser.System,
            id,
            new AutomationSettings(OnSubmission: true, OnApproval: true, Export: false),
            default
        );
        await SubmitAsync();
        await ChangeAsync(db =>
            db.Set<RolePermission>().Where(p => p.Permission == DocumentCommands.CreatePermission).ExecuteDeleteAsync()
        );
        await SubmitAsync();
        await forms.AutomateAsync(
            CurrentUser.System,
            id,
            new AutomationSettings(OnSubmission: true, OnApproval: true),
            default
        );
        await ChangeAsync(db =>
            db.Set<User>().Where(u => u.Id == owner.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.Active, false))
        );
        var last = await SubmitAsync();
        await intake.ReviewAsync(CurrentUser.System, last, SubmissionStatus.Approved, null, default);

        var runs = await log.RunsAsync(CurrentUser.System, id, null, default);
        Assert.Equal(
            [
                "report approval failed",
                "export approval failed",
                "report submission failed",
                "export submission failed",
                "report submission failed",
                "report submission pending",
            ],
            runs.Select(r => $"{r.Kind} {r.Trigger} {r.Status}")
        );
        Assert.Equal(
            [
                "The account of the form's owner is no longer active.",
                "The form's owner may no longer make reports.",
                null,
            ],
            ((int[])[0, 4, 5]).Select(i => runs[i].Error)
        );
        Assert.All(runs.Take(5), r =>
            Assert.Equal(
                ((long?)null, (int?)null, owner.Name, fixture.Clock.GetUtcNow().UtcDateTime),
                (r.JobId, r.ReportId, r.ByName, r.At)
            )
        );
        Assert.Equal(4, (await log.DetailsAsync(CurrentUser.System, last, default)).Runs.Count);
        Assert.Equal(
            3,
            (await log.ListAsync(CurrentUser.System, id, new SubmissionFilter(), new PageRequest(1, 10), default)).Total
        );

        async Task<int> SubmitAsync() => (await intake.SubmitAsync(CurrentUser.System, id, Answers, null, default)).Id;

        async Task ChangeAsync(Func<ReportsAdmin.Platform.Data.ReportsDb, Task> change)
        {
            await using (var db = fixture.Contexts.CreateDbContext())
                await change(db);
            await fixture.Get<CurrentUserAccessor>().ChangedAsync();
        }
    }

    [Fact]
    public async Task A_report_on_a_submission_says_whose_address_nobody_checked()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (forms, intake) = (fixture.Get<FormCommands>(), fixture.Get<SubmissionCommands>());
        var owner = await OwnerAsync(fixture);
        var id = await forms.CreateAsync(owner, new NewForm("Visit", null, Form, Public: true, Publish: true), default);
        await forms.AutomateAsync(owner, id, new AutomationSettings(OnSubmission: true, Export: false), default);
        var token = await forms.MakeLinkAsync(owner, id, "Gate", singleUse: false, default);
        await intake.SubmitAsync(owner, id, Answers, "asha@example.com", default);
        await intake.SubmitAsync(token, Answers, "asha@example.com", default);
        await intake.SubmitAsync(token, Answers, null, default);

        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            ["Neha Kulkarni", "asha@example.com (unverified)", "Anonymous"],
            (await db.Set<ReportVersion>().OrderBy(v => v.ReportId).Select(v => v.Data).ToListAsync()).Select(d =>
                JsonDocument.Parse(d).RootElement.GetProperty("Submission").GetProperty("From").GetString()
            )
        );
    }

    [Theory, EachDatabase]
    public async Task A_schedule_on_a_form_without_answers_says_so_once_and_is_heard(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var forms = fixture.Get<FormCommands>();
        var id = await forms.CreateAsync(CurrentUser.System, new NewForm("Visit", null, Form, Publish: true), default);
        await forms.AutomateAsync(
            CurrentUser.System,
            id,
            new AutomationSettings(Cron: "0 9 * * 1", Export: false),
            default
        );
        var heard = 0;
        using var listening = fixture
            .Get<ChangeNotifier>()
            .Subscribe(FormCommands.TopicOf(id), () => Task.FromResult(heard++));

        await fixture.Get<FormAutomation>().OnScheduleAsync(id, default);

        var run = Assert.Single(
            await fixture.Get<SubmissionQueries>().RunsAsync(CurrentUser.System, id, null, default)
        );
        Assert.Equal(
            ("report", "schedule", "failed", "The form has no submissions yet."),
            (run.Kind, run.Trigger, run.Status, run.Error)
        );
        Assert.Equal(1, heard);
        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Get<SubmissionQueries>().ExportFileAsync(CurrentUser.System, id, run.Id, default)
        );
    }

    [Fact]
    public async Task What_can_be_made_is_made_beside_what_cannot()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (forms, intake) = (fixture.Get<FormCommands>(), fixture.Get<SubmissionCommands>());
        var id = await forms.CreateAsync(CurrentUser.System, new NewForm("Visit", null, Form, Publish: true), default);
        await forms.AutomateAsync(
            CurrentUser.System,
            id,
            new AutomationSettings(OnSubmission: true, Template: "gone"),
            default
        );

        await intake.SubmitAsync(CurrentUser.System, id, Answers, null, default);

        var runs = await fixture.Get<SubmissionQueries>().RunsAsync(CurrentUser.System, id, null, default);
        Assert.Equal(
            [("report", "failed", true), ("export", "pending", false)],
            runs.Select(r => (r.Kind, r.Status, r.Error?.Contains("gone", StringComparison.Ordinal) == true))
        );
    }

    private static FormDefinition Form =>
        new([new FormSection("s", "") { Fields = [new("name", "Name", FieldTypes.Text)] }]);

    private static JsonElement Answers => JsonSerializer.SerializeToElement(new { name = "Asha" });

    private static async Task<CurrentUser> OwnerAsync(TestFixture fixture)
    {
        await fixture
            .Get<RolePermissions>()
            .GrantDefaultsAsync(AllFeatures.List.SelectMany(f => f.Permissions), default);
        var user = new User
        {
            Name = "Neha Kulkarni",
            Email = "neha@example.com",
            NormalizedEmail = "NEHA@EXAMPLE.COM",
            UserName = "neha@example.com",
            NormalizedUserName = "NEHA@EXAMPLE.COM",
            SecurityStamp = "s",
            Role = RoleNames.Manager,
        };
        await using var db = fixture.Contexts.CreateDbContext();
        db.Add(user);
        await db.SaveChangesAsync();
        return await fixture.Get<CurrentUserAccessor>().OfUserAsync(user.Id, default);
    }
}
