using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales;
using ReportsAdmin.Features.FieldSales.Api;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.FieldSales.Import;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Dashboard;

/// <summary>The feed against a merge of its own, on both databases.</summary>
public sealed class FeedTests
{
    private static readonly string[] Branches = ["mumbai", "delhi"];

    [Theory, EachDatabase]
    public async Task Every_page_for_every_viewer_and_filter_is_that_of_a_plain_merge(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var people = await FillAsync(fixture);
        var all = await EverythingAsync(fixture);
        var now = fixture.Clock.GetUtcNow().UtcDateTime;
        Assert.Contains(all, e => e.At > now);
        HashSet<string> sees = [SalesQueries.ReadPermission, ImportQueries.ReadPermission];
        var full = new CurrentUser(people[0], "A", RoleNames.Manager, sees, Scope.Everything);
        var compared = 0;
        foreach (
            var currentUser in (CurrentUser[])
                [
                    full,
                    full with
                    {
                        Permissions = new HashSet<string> { SalesQueries.ReadPermission },
                    },
                    full with
                    {
                        Scope = new Scope(["mumbai"], null, false),
                    },
                    full with
                    {
                        Scope = new Scope(null, [1], false),
                    },
                    full with
                    {
                        Scope = new Scope([], null, true),
                    },
                ]
        )
        {
            foreach (
                var filter in (ActivityFilter[])
                    [
                        new(),
                        .. ActivityTypes.All.Select(t => new ActivityFilter(t)),
                        .. people.Select(p => new ActivityFilter(null, p)),
                        new(null, null, "West"),
                        new(ActivityTypes.VisitCompleted, null, "North"),
                        new(ActivityTypes.DataUploaded, people[1]),
                        new(null, people[2], "North"),
                        new(null, null, "Nowhere"),
                    ]
            )
            {
                var expected = all.Where(e => IsSeen(e, currentUser, now) && Matches(e, filter, currentUser))
                    .OrderByDescending(e => e.At)
                    .ThenBy(e => e.Source)
                    .ThenByDescending(e => e.Key)
                    .Select(e => e.Id)
                    .ToList();
                if (filter.UserId is { } user && !Knows(all, currentUser, user, now))
                    continue;
                foreach (var size in (int[])[7, 100])
                {
                    for (var number = 1; number <= (expected.Count / size) + 2; number++)
                    {
                        var page = await fixture
                            .Get<ActivityQueries>()
                            .RecentAsync(currentUser, filter, new PageRequest(number, size), default);
                        Assert.Equal(
                            expected.Skip((number - 1) * size).Take(size),
                            page.Rows.Select(r => ActivityResponse.From(r).Id)
                        );
                        Assert.Equal(expected.Count, page.Total);
                        compared += page.Rows.Count;
                    }
                }
            }
        }

        Assert.Equal(all.Count, all.Select(e => e.Id).Distinct().Count());
        Assert.True(compared > 1_500, $"Only {compared} entries were compared.");
    }

    [Theory, EachDatabase]
    public async Task A_sheet_tells_of_itself_and_of_its_visits_until_it_is_taken_back(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var activities = fixture.Get<ActivityQueries>();
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        var id = await fixture.UploadAsync(
            "visits",
            FieldSheets.Visits,
            "asha@example.com|R-01|2026-04-01|10:30|25",
            "usha@example.com|R-02|2026-04-02||"
        );
        var visits = await Of(ActivityTypes.VisitCompleted);
        Assert.Equal(
            [
                ("Usha", "Visit to Sai Seeds", """{"outletName":"Sai Seeds","location":"Nashik"}"""),
                ("Asha", "Visit to Maa Durga", """{"outletName":"Maa Durga","location":"Satara","visitDuration":25}"""),
            ],
            visits.Select(v => (v.User!.Name, v.Description, v.Metadata))
        );
        Assert.Equal(
            (new DateTime(2026, 4, 1, 5, 0, 0), DateTimeKind.Utc, "Visit Completed", "completed"),
            (visits[1].At, visits[1].At.Kind, visits[1].Title, visits[1].Status)
        );
        var upload = (await Of(ActivityTypes.DataUploaded))[0];
        Assert.Equal(
            (4, ActivitySource.Upload, (long)id, "Data Uploaded", $"Visits: 2 rows of upload #{id}", "completed", null),
            (
                (await Of(ActivityTypes.DataUploaded)).Count,
                upload.Source,
                upload.Id,
                upload.Title,
                upload.Description,
                upload.Status,
                upload.User
            )
        );
        Assert.Equal(
            $$"""{"upload":{{id}},"kind":"visits","title":"Visits","rows":2,"undone":false}""",
            upload.Metadata
        );
        Assert.Equal(DateTimeKind.Utc, upload.At.Kind);

        fixture.Clock.Advance(TimeSpan.FromHours(1));
        await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
        Assert.Empty(await Of(ActivityTypes.VisitCompleted));
        var undone = (await Of(ActivityTypes.DataUploaded))[0];
        Assert.Equal(
            (
                id,
                "Upload Undone",
                $"Visits: 2 rows of upload #{id}, taken back by System",
                "failed",
                fixture.Clock.GetUtcNow().UtcDateTime
            ),
            ((int)undone.Id, undone.Title, undone.Description, undone.Status, undone.At)
        );

        async Task<IReadOnlyList<ActivityRow>> Of(string type) =>
            (
                await activities.RecentAsync(
                    CurrentUser.System,
                    new ActivityFilter(type),
                    new PageRequest(1, 10),
                    default
                )
            ).Rows;
    }

    [Theory, EachDatabase]
    public async Task Absurdly_deep_pages_are_refused_and_those_beyond_the_end_are_empty(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var activities = fixture.Get<ActivityQueries>();
        Assert.Empty(
            (
                await activities.RecentAsync(
                    CurrentUser.System,
                    new ActivityFilter(),
                    new PageRequest(int.MaxValue, 100),
                    default
                )
            ).Rows
        );
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await fixture
                .Get<IBulkImporter>()
                .InsertAsync(
                    db,
                    "activities",
                    [
                        new("at", BulkType.Instant),
                        new("type", BulkType.Text),
                        new("title", BulkType.Text),
                        new("description", BulkType.Text),
                        new("status", BulkType.Text),
                        new("metadata", BulkType.Text),
                    ],
                    Enumerable
                        .Range(0, ActivityQueries.Deepest + 50)
                        .Select(i =>
                            new object?[]
                            {
                                DateTime.UnixEpoch.AddMinutes(i),
                                ActivityTypes.StockMismatch,
                                "T",
                                "D",
                                "pending",
                                "{}",
                            }
                        ),
                    default
                );
            await transaction.CommitAsync();
        }

        var last = await activities.RecentAsync(
            CurrentUser.System,
            new ActivityFilter(),
            new PageRequest(ActivityQueries.Deepest / 100, 100),
            default
        );
        Assert.Equal(
            (100, DateTime.UnixEpoch.AddMinutes(50), ActivityQueries.Deepest + 50),
            (last.Rows.Count, last.Rows[^1].At, last.Total)
        );
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            activities.RecentAsync(
                CurrentUser.System,
                new ActivityFilter(),
                new PageRequest((ActivityQueries.Deepest / 100) + 1, 100),
                default
            )
        );
        Assert.Equal((ErrorKind.Invalid, "page"), (error.Kind, error.Fields.Single().Key));
        Assert.Empty(
            (
                await activities.RecentAsync(
                    CurrentUser.System,
                    new ActivityFilter(),
                    new PageRequest(int.MaxValue, 100),
                    default
                )
            ).Rows
        );
    }

    private static bool IsSeen(Entry e, CurrentUser currentUser, DateTime now) =>
        e.Source switch
        {
            ActivitySource.Upload => currentUser.Can(ImportQueries.ReadPermission)
                && (
                    (currentUser.Scope.Regions is null && currentUser.Scope.DepartmentIds is null)
                    || e.User == currentUser.UserId
                ),
            _ => (e.Source != ActivitySource.Visit || e.At <= now)
                && (
                    currentUser.Scope.Regions is not { } branches
                    || (e.Branch is { } branch && branches.Contains(branch))
                ),
        };

    // The people of the zone whom the current user sees, not all of it.
    private static bool Matches(Entry e, ActivityFilter filter, CurrentUser currentUser) =>
        (filter.Type is null || e.Type == filter.Type)
        && (filter.UserId is null || e.User == filter.UserId)
        && (
            filter.Zone is null
            || (
                e.Person is { InField: true } p
                && p.Zone == filter.Zone
                && (
                    currentUser.Scope.Regions is null
                    || p.Id == currentUser.UserId
                    || currentUser.Scope.Regions.Contains(p.Region!)
                )
            )
        );

    private static bool Knows(List<Entry> all, CurrentUser currentUser, int user, DateTime now) =>
        all.Any(e => e.User == user && IsSeen(e, currentUser, now));

    /// <summary>Every entry there is, seen or not.</summary>
    private static async Task<List<Entry>> EverythingAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var users = await db.Set<User>().ToDictionaryAsync(u => u.Id);
        var outlets = await db.Set<Outlet>().ToDictionaryAsync(o => o.Id);
        Entry New(ActivitySource source, string kind, long id, DateTime at, string type, int? user, string? branch) =>
            new(
                source,
                id,
                $"{kind}{id:x16}",
                at,
                type,
                user,
                user is { } known ? users.GetValueOrDefault(known) : null,
                branch
            );
        return
        [
            .. (await db.Set<Activity>().ToListAsync()).Select(a =>
                New(ActivitySource.Told, ActivityIds.Activity, a.Id, a.At, a.Type, a.UserId, a.Branch)
            ),
            .. (await db.Set<Visit>().ToListAsync()).Select(v =>
                New(
                    ActivitySource.Visit,
                    SalesIds.Visit,
                    v.Id,
                    v.At,
                    "visit_completed",
                    v.UserId,
                    outlets[v.OutletId].Branch
                )
            ),
            .. (await db.Set<ImportBatch>().ToListAsync())
                .Where(b =>
                    b.Kind != "outstanding"
                    && b.State is ImportState.Committed or ImportState.Undone
                    && b.Kind != "outstanding"
                )
                .Select(b =>
                    New(
                        ActivitySource.Upload,
                        ImportIds.Upload,
                        b.Id,
                        b.State == ImportState.Undone ? b.UndoneAt!.Value : b.CommittedAt!.Value,
                        "data_uploaded",
                        b.UploadedById,
                        null
                    )
                ),
        ];
    }

    /// <summary>Three people and something of everything, much of it at the same instants; some visits lie in the future.</summary>
    private static async Task<int[]> FillAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var ids = await TeamCommands.EnrolAsync(
            db,
            [
                new("a@field.example.com", "A", RoleNames.Manager, "mumbai", InField: true, Zone: "West"),
                new("b@field.example.com", "B", RoleNames.Engineer, "delhi", InField: true, Zone: "North"),
                new("c@example.com", "C", RoleNames.CountryManager),
            ],
            DateTime.UnixEpoch,
            default
        );
        int[] people = [ids["a@field.example.com"], ids["b@field.example.com"], ids["c@example.com"]];
        var outlets = Branches
            .Select(b => new Outlet
            {
                Code = b,
                Name = b,
                SearchText = b,
                Type = "retailer",
                Zone = "Z",
                Region = "R",
                Territory = "T",
                Branch = b,
            })
            .Append(
                new Outlet
                {
                    Code = "none",
                    Name = "none",
                    SearchText = "none",
                    Type = "retailer",
                    Zone = "Z",
                    Region = "R",
                    Territory = "T",
                }
            )
            .ToList();
        db.AddRange(outlets);
        await db.SaveChangesAsync();
        var (random, now) = (new Random(7), fixture.Clock.GetUtcNow().UtcDateTime);
        // Twenty instants for some hundred things: ties are the rule. Some have fractions of a second, which text holds in fewer digits.
        DateTime At() => now.AddMinutes(-random.Next(20)).AddMilliseconds(-random.Next(3) * 250);
        string[] told = [.. ActivityTypes.All.Where(t => t != ActivityTypes.DataUploaded)];
        for (var i = 0; i < 45; i++)
            db.Add(
                new Activity
                {
                    At = At(),
                    Type = told[random.Next(told.Length)],
                    Title = "T",
                    Description = "D",
                    Status = "completed",
                    UserId = random.Next(4) is var p && p < 3 ? people[p] : null,
                    Branch = random.Next(3) is var b && b < 2 ? Branches[b] : null,
                }
            );
        for (var i = 0; i < 45; i++)
            db.Add(
                new Visit
                {
                    UserId = people[random.Next(2)],
                    OutletId = outlets[random.Next(3)].Id,
                    At = i % 15 == 0 ? now.AddHours(1) : At(),
                    Minutes = random.Next(60),
                }
            );
        foreach (var kind in (string[])["visits", "stock-ledger", "products", "outstanding"])
        {
            foreach (var state in Enum.GetValues<ImportState>())
            {
                var at = At();
                db.Add(
                    new ImportBatch
                    {
                        Kind = kind,
                        FileName = "f.xlsx",
                        FileKey = "k",
                        FileHash = "h",
                        Period = 202605,
                        State = state,
                        UploadedById = people[random.Next(3)],
                        UploadedByName = "X",
                        UploadedAt = at.AddDays(-1),
                        CommittedAt = state is ImportState.Committed or ImportState.Undone ? at.AddHours(-1) : null,
                        CommittedByName = "X",
                        UndoneAt = state == ImportState.Undone ? at : null,
                    }
                );
            }
        }

        await db.SaveChangesAsync();
        return people;
    }

    private sealed record Entry(
        ActivitySource Source,
        long Key,
        string Id,
        DateTime At,
        string Type,
        int? User,
        User? Person,
        string? Branch
    );
}
