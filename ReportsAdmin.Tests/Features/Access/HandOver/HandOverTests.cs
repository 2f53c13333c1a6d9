using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.HandOver;

/// <summary>The work of a leaver passes to a successor, as far as the successor may have it.</summary>
public sealed class HandOverTests
{
    [Theory, EachDatabase]
    public async Task All_kinds_of_work_pass_to_the_successor_as_previewed(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var neha = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "pune");
        await WorkAsync(people, ravi);
        await people.ReportToAsync("Lata", ravi.UserId);
        await people.ReportToAsync("Ravi", neha.UserId);
        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);

        var preview = await people.Get<HandOverQueries>().PreviewAsync(people.Asha, ravi.UserId, lata.UserId, default);
        var result = await people.Get<HandOverCommands>().MoveAsync(people.Asha, ravi.UserId, lata.UserId, default);

        Assert.Equal(
            [
                "Customers 2/0",
                "Document templates 1/0",
                "Documents 1/0",
                "Forms 1/0",
                "People reporting 1/0",
                "Report templates 1/0",
                "Reports 1/0",
                "Schedules 1/0",
            ],
            result.Lines.Select(l => $"{l.Title} {l.Moved}/{l.Kept}").Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            preview.Lines.Select(l => (l.Title, l.Moved, l.Kept)),
            result.Lines.Select(l => (l.Title, l.Moved, l.Kept))
        );
        await using var db = people.Db();
        var to = lata.UserId;
        Assert.True(await db.Set<Customer>().AllAsync(c => c.EngineerId == to));
        Assert.True(await db.Set<JobTemplate>().AllAsync(t => t.OwnerId == to));
        Assert.True(await db.Set<ReportSchedule>().AllAsync(s => s.OwnerId == to));
        Assert.True(await db.Set<RecurringJob>().AllAsync(r => r.OwnerId == to));
        Assert.True(await db.Set<ReportRun>().AllAsync(r => r.OwnerId == to));
        Assert.True(await db.Set<Job>().AllAsync(j => j.OwnerId == to));
        Assert.True(await db.Set<Document>().AllAsync(d => d.OwnerId == to));
        Assert.True(await db.Set<DocumentTemplate>().AllAsync(d => d.OwnerId == to));
        Assert.True(await db.Set<Form>().AllAsync(f => f.OwnerId == to));
        Assert.Equal(neha.UserId, (await db.Set<User>().SingleAsync(u => u.Id == to)).ReportsToId);
        var change = await db.Set<CustomerChange>().FirstAsync();
        Assert.Equal(
            ("engineer", "Ravi Iyer", "Lata Das", "Asha Menon"),
            (change.Field, change.Before, change.After, change.ByName)
        );
    }

    [Theory, EachDatabase]
    public async Task What_the_successor_may_not_have_stays_and_is_named(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var mira = await people.JoinAsync(people.Asha, "Mira Sen", RoleNames.Engineer, "mumbai");
        var neha = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");
        await WorkAsync(people, ravi);
        await people.CustomerAsync("Bandra Builders", "mumbai", ravi.UserId);
        await using (var db = people.Db())
            await db.Set<RolePermission>()
                .Where(p => p.Role == RoleNames.Engineer && p.Permission == DocumentQueries.ReadPermission)
                .ExecuteDeleteAsync();
        await people.Get<CurrentUserAccessor>().ChangedAsync();
        var queries = people.Get<HandOverQueries>();

        var toMira = await queries.PreviewAsync(people.Asha, ravi.UserId, mira.UserId, default);
        var toNeha = await queries.PreviewAsync(people.Asha, ravi.UserId, neha.UserId, default);

        var customers = toMira.Lines.Single(l => l.Title == "Customers");
        Assert.Equal((1, 2), (customers.Moved, customers.Kept));
        Assert.All(customers.Named, n => Assert.Contains("does not work in", n.Reason, StringComparison.Ordinal));
        Assert.Equal(["Monthly for Pune"], toMira.Lines.Single(l => l.Title == "Reports").Named.Select(n => n.Name));
        Assert.Equal(1, toMira.Lines.Single(l => l.Title == "Schedules").Kept);
        Assert.Equal(1, toMira.Lines.Single(l => l.Title == "Documents").Kept);
        Assert.All(toNeha.Lines.Single(l => l.Title == "Customers").Named, n =>
            Assert.Contains("cannot be assigned customers", n.Reason, StringComparison.Ordinal)
        );

        await people.Get<HandOverCommands>().MoveAsync(people.Asha, ravi.UserId, mira.UserId, default);
        await using var after = people.Db();
        Assert.Equal(2, await after.Set<Customer>().CountAsync(c => c.EngineerId == ravi.UserId));
        Assert.True(await after.Set<ReportRun>().AllAsync(r => r.OwnerId == ravi.UserId));
        Assert.True(await after.Set<RecurringJob>().AllAsync(r => r.OwnerId == ravi.UserId));
        Assert.True(await after.Set<Document>().AllAsync(d => d.OwnerId == ravi.UserId));
    }

    [Theory, EachDatabase]
    public async Task A_hand_over_is_recorded_and_moves_nothing_twice(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "pune");
        await people.CustomerAsync("Shree Ganesh", "pune", ravi.UserId);
        var commands = people.Get<HandOverCommands>();

        var acts = new[]
        {
            Record.ExceptionAsync(() => commands.MoveAsync(people.Asha, ravi.UserId, lata.UserId, default)).AsTask(),
            Record.ExceptionAsync(() => commands.MoveAsync(people.Asha, ravi.UserId, lata.UserId, default)).AsTask(),
        };

        Assert.Equal(ErrorKind.Conflict, Assert.Single((await Task.WhenAll(acts)).OfType<DomainException>()).Kind);
        var entry = Assert.Single(await people.Get<HandOverQueries>().HistoryAsync(people.Asha, ravi.UserId, default));
        Assert.Equal(("Lata Das", "Asha Menon", 1), (entry.To, entry.By, entry.Result.Moved));
        await using var db = people.Db();
        Assert.Equal(1, await db.Set<CustomerChange>().CountAsync());
        var act = await db.Set<AuditEntry>().SingleAsync(e => e.Details!.Contains("Work handed over to"));
        Assert.Equal(
            (AuditEntry.Person, $"{ravi.UserId}", AuditField.Fact("Work handed over to", "Lata Das")),
            (act.Kind, act.RecordId, AuditField.Read(act.Details).Single())
        );
    }

    [Theory, EachDatabase]
    public async Task A_failure_of_one_kind_leaves_everything_as_it_was(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "pune");
        await people.CustomerAsync("Shree Ganesh", "pune", ravi.UserId);
        var commands = new HandOverCommands(
            people.Get<IDbContextFactory<ReportsDb>>(),
            [.. people.Get<IEnumerable<IHandOver>>(), new Failing()],
            people.Get<HandOverQueries>(),
            people.Get<ChangeNotifier>(),
            people.Get<CurrentUserAccessor>()
        );

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            commands.MoveAsync(people.Asha, ravi.UserId, lata.UserId, default)
        );

        await using var db = people.Db();
        Assert.Equal(ravi.UserId, (await db.Set<Customer>().SingleAsync()).EngineerId);
        Assert.False(await db.Set<HandOverRecord>().AnyAsync());
    }

    [Theory, EachDatabase]
    public async Task Only_those_who_manage_both_people_hand_over(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "mumbai");
        var plain = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");
        var neha = plain with { Permissions = new HashSet<string> { PeopleCommands.ManagePermission } };
        await people.CustomerAsync("Shree Ganesh", "pune", ravi.UserId);
        var commands = people.Get<HandOverCommands>();
        Task Move(CurrentUser by, CurrentUser from, CurrentUser to) =>
            commands.MoveAsync(by, from.UserId, to.UserId, default);

        await RefusedAsync(ErrorKind.Forbidden, () => Move(plain, ravi, lata));
        await RefusedAsync(ErrorKind.NotFound, () => Move(neha, ravi, lata));
        await RefusedAsync(ErrorKind.NotFound, () => Move(neha, people.Asha, ravi));
        await RefusedAsync(ErrorKind.Invalid, () => Move(people.Asha, ravi, ravi));
        await people.Commands.DeactivateAsync(people.Asha, lata.UserId, default);
        await RefusedAsync(ErrorKind.Invalid, () => Move(people.Asha, ravi, lata));
    }

    /// <summary>Something of each kind.</summary>
    private static async Task WorkAsync(PeopleFixture people, CurrentUser owner)
    {
        await people.CustomerAsync("Shree Ganesh", "pune", owner.UserId);
        await people.CustomerAsync("Om Sai", "pune", owner.UserId);
        var type = people.Get<ReportCatalog>().Of(owner).First(t => t.Info.Filters.Any(f => f.Key == "regions"));
        var template = await people
            .Get<TemplateCommands>()
            .AddAsync(
                owner,
                new SaveTemplate(
                    "Pune every month",
                    null,
                    type.Info.Key,
                    new ReportRequest
                    {
                        Filters = new Dictionary<string, IReadOnlyList<string>> { ["regions"] = ["pune"] },
                    },
                    "csv"
                ),
                default
            );
        await people
            .Get<ScheduleCommands>()
            .AddAsync(owner, new SaveSchedule("On the first", template, "0 8 1 * *", null, true, []), default);
        await using var db = people.Db();
        var job = await people
            .Get<JobQueue>()
            .EnqueueAsync(db, new NewJob(ReportJobHandler.JobKind, "Monthly for Pune", "{}", owner.UserId), default);
        db.Add(
            new ReportRun
            {
                JobId = job,
                Name = "Monthly for Pune",
                ReportType = type.Info.Key,
                Parameters = "{}",
                Format = "csv",
                OwnerId = owner.UserId,
                Scope = "pune|*",
            }
        );
        db.Add(
            new Document
            {
                Title = "Plan",
                ReportType = "custom",
                OwnerId = owner.UserId,
            }
        );
        db.Add(
            new DocumentTemplate
            {
                Key = "plain",
                Title = "Plain",
                Definition = "{}",
                OwnerId = owner.UserId,
            }
        );
        // Engineers make no forms unless their role carries it.
        if (
            !await db.Set<RolePermission>()
                .AnyAsync(p => p.Role == owner.Role && p.Permission == FormCommands.MakePermission)
        )
            db.Add(new RolePermission { Role = owner.Role, Permission = FormCommands.MakePermission });
        db.Add(
            new Form
            {
                Title = "Visit",
                Draft = "{}",
                OwnerId = owner.UserId,
            }
        );
        await db.SaveChangesAsync();
        await people.Get<CurrentUserAccessor>().ChangedAsync();
    }

    private static async Task RefusedAsync(ErrorKind kind, Func<Task> act) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<DomainException>(act)).Kind);

    private sealed class Failing : IHandOver
    {
        public string Title => "Failing";

        public IReadOnlyList<string> Topics => [];

        public Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct) =>
            Task.FromResult(new HandOverCount(1, 0, []));

        public Task<int> MoveAsync(HandOverContext context, CancellationToken ct) =>
            throw new InvalidOperationException();
    }
}
