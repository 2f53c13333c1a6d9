using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Administration;

/// <summary>Sheets of people: in, changed, back out, and never above oneself.</summary>
public sealed class UserImportTests
{
    private const string Header =
        "Email|Name|Role|Branch|Contact|Designation|In Field|Zone|Field Region|Territory|Reports To|Active";

    [Theory, EachDatabase]
    public async Task People_are_added_changed_and_refused_row_by_row_and_taken_back(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var id = await StageAsync(
            fixture,
            CurrentUser.System,
            "boss@example.com|Boss|Manager|Poona|098|ASM|yes|West|Pune|Satara||yes",
            "low@example.com|Low|engineer|Pune||TSM|yes|West|Pune|Satara|boss@example.com|",
            "low@example.com|Low|engineer|Pune||TSM|yes|West|Pune|Satara|boss@example.com|",
            "low@example.com|High|engineer|Pune||TSM|yes|West|Pune|Satara|boss@example.com|",
            "MANAGER@example.com||Engineer|Mumbai||||||||no",
            "engineer@example.com|||||||||||",
            "x@example.com|X|Wizard|Atlantis|||||||nobody@example.com|maybe",
            "no address|N|Engineer|||||||||",
            "boss@example.com|Boss|Manager|Poona|098|ASM|yes|West|Pune|Satara|low@example.com|yes"
        );
        Assert.Equal(
            [
                "New",
                "New",
                "Duplicate The same as row 3; counted once.",
                "Error Row 3 says something else of the same email.",
                "Changed Role: Manager → Engineer Branch:  → Mumbai Active: yes → no",
                "Unchanged",
                "Error 'Wizard' is not one of: Admin, Country Manager, Manager, Engineer. 'Atlantis' is not one of the branches. 'nobody@example.com' not found. A new superior must come earlier in the sheet. 'maybe' is neither yes nor no.",
                "Error 'no address' is not an email address.",
                "Error The person would report to themselves.",
            ],
            await SaidAsync(fixture, id)
        );
        var (before, stamp) = (await PeopleAsync(fixture), await StampAsync(fixture, "manager@example.com"));
        await fixture.Imports.CommitAsync(CurrentUser.System, id, null, ErrorRows.LeaveOut, default);

        await using var db = fixture.Contexts.CreateDbContext();
        var low = await db.Set<User>().SingleAsync(u => u.Email == "low@example.com");
        Assert.Equal(
            ("Low", "Engineer", "pune", "TSM", true, "West", "Pune", "Satara", true),
            (
                low.Name,
                low.Role,
                low.Region,
                low.Designation,
                low.InField,
                low.Zone,
                low.FieldRegion,
                low.Territory,
                low.Active
            )
        );
        Assert.Null(low.PasswordHash);
        Assert.Equal(
            "boss@example.com",
            await db.Set<User>().Where(u => u.Id == low.ReportsToId).Select(u => u.Email).SingleAsync()
        );
        Assert.NotEqual(stamp, await StampAsync(fixture, "manager@example.com"));
        Assert.Null(
            await fixture
                .Get<CurrentUserAccessor>()
                .FindAsync(
                    await db.Set<User>().Where(u => u.Email == "manager@example.com").Select(u => u.Id).SingleAsync(),
                    default
                )
        );

        Assert.Empty(await fixture.Imports.UndoAsync(CurrentUser.System, id, default));
        Assert.Equal(before, await PeopleAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task Who_is_referred_to_or_can_sign_in_is_made_inactive_by_an_undo(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var id = await StageAsync(
            fixture,
            CurrentUser.System,
            "a@example.com|A|Engineer|Pune||TSM|yes|||||",
            "b@example.com|B|Engineer|Pune||||||||",
            "c@example.com|C|Engineer|Pune||||||||",
            "d@example.com|D|Engineer|Pune|||||||c@example.com|",
            "e@example.com|E|Engineer|Pune||||||||"
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, id, null, ErrorRows.Refuse, default);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            var people = await db.Set<User>().ToDictionaryAsync(u => u.Email!, u => u.Id);
            db.Add(
                new VisitTarget
                {
                    UserId = people["a@example.com"],
                    Month = 202604,
                    Visits = 5,
                }
            );
            await db.SaveChangesAsync();
            await db.Set<User>()
                .Where(u => u.Email == "b@example.com")
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.PasswordHash, "x"));
            await db.Set<User>()
                .Where(u => u.Email == "e@example.com")
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Name, "Edited"));
        }

        var kept = await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
        Assert.Equal(
            ["a@example.com", "b@example.com", "e@example.com"],
            kept.Select(k => k.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["a@example.com False", "b@example.com False", "e@example.com True"],
            (await PeopleAsync(fixture)).Where(p => p[1] == '@').Select(p => $"{p.Split('|')[0]} {p.Split('|')[^1]}")
        );
    }

    [Theory, EachDatabase]
    public async Task Nobody_reaches_above_himself_and_nobody_raises_himself(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var manager = await PersonAsync(fixture, "manager@example.com", "Manager", Scope.Everything);
        var id = await StageAsync(
            fixture,
            manager,
            "x@example.com|X|Admin|||||||||",
            "y@example.com|Y|Country Manager|||||||||",
            "admin@example.com|Renamed||||||||||",
            "manager@example.com||Engineer||||||||||"[..^1],
            "manager@example.com||||||||||| no",
            "engineer@example.com||Manager|||||||||"
        );
        Assert.Equal(
            [
                "Error You may not make anybody Admin: that is above your own role.",
                "Error You may not make anybody Country Manager: that is above your own role.",
                "Error Admin has a role above yours.",
                "Error Your own role, branch and state are changed by somebody else.",
                "Error Your own role, branch and state are changed by somebody else.",
                "Changed Role: Engineer → Manager",
            ],
            await SaidAsync(fixture, id, manager)
        );

        // What an administrator staged, another may not commit or undo for them.
        var byAdmin = await StageAsync(fixture, CurrentUser.System, "x@example.com|X|Admin|||||||||");
        Assert.Equal(
            ErrorKind.Forbidden,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Imports.CommitAsync(manager, byAdmin, null, ErrorRows.Refuse, default)
                )
            ).Kind
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, byAdmin, null, ErrorRows.Refuse, default);
        Assert.Equal(
            ErrorKind.Forbidden,
            (await Assert.ThrowsAsync<DomainException>(() => fixture.Imports.UndoAsync(manager, byAdmin, default))).Kind
        );
        var raised = await StageAsync(fixture, CurrentUser.System, "manager@example.com||Engineer|||||||||");
        await fixture.Imports.CommitAsync(CurrentUser.System, raised, null, ErrorRows.Refuse, default);
        var demoted = manager with { Role = "Engineer" };
        Assert.Equal(
            ErrorKind.Forbidden,
            (await Assert.ThrowsAsync<DomainException>(() => fixture.Imports.UndoAsync(demoted, raised, default))).Kind
        );
    }

    [Theory, EachDatabase]
    public async Task Who_sees_some_branches_and_departments_makes_nobody_who_sees_more(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var limited = await PersonAsync(fixture, "manager@example.com", "Manager", new Scope(["pune"], [2], false));
        var id = await StageAsync(
            fixture,
            limited,
            "x@example.com|X|Engineer|Mumbai||||||||",
            "y@example.com|Y|Manager|||||||||",
            "engineer@example.com|Renamed||||||||||"
        );
        Assert.Equal(
            [
                "Error Only people of your own branches can be uploaded.",
                "New",
                "Error Engineer is outside your branches. Engineer is outside your departments.",
            ],
            await SaidAsync(fixture, id, limited)
        );
        await fixture.Imports.CommitAsync(limited, id, null, ErrorRows.LeaveOut, default);
        await using var db = fixture.Contexts.CreateDbContext();
        var made = await db.Set<User>().SingleAsync(u => u.Email == "y@example.com");
        Assert.Equal("pune", made.Region);
        Assert.Equal(
            [2],
            await db.Set<UserDepartment>().Where(d => d.UserId == made.Id).Select(d => d.DepartmentId).ToListAsync()
        );
    }

    [Fact]
    public async Task Without_the_permission_the_kind_is_not_there()
    {
        await using var fixture = await OpenAsync(TestProvider.Sqlite);
        var id = await StageAsync(fixture, CurrentUser.System, "x@example.com|X|Engineer|||||||||");
        var uploader = new CurrentUser(
            9,
            "Uploader",
            "Country Manager",
            new HashSet<string> { ImportCommands.UploadPermission, ImportQueries.ReadPermission },
            Scope.Everything
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    StageAsync(fixture, uploader, "z@example.com|Z|Engineer|||||||||")
                )
            ).Kind
        );
        Assert.Equal(
            ErrorKind.NotFound,
            (await Assert.ThrowsAsync<DomainException>(() => fixture.Uploads.DetailsAsync(uploader, id, default))).Kind
        );
        Assert.Equal(
            ErrorKind.NotFound,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Imports.CommitAsync(uploader, id, null, ErrorRows.Refuse, default)
                )
            ).Kind
        );
        Assert.Equal(
            0,
            (await fixture.Uploads.HistoryAsync(uploader, null, null, new PageRequest(1, 10), default)).Total
        );
        Assert.DoesNotContain(fixture.Uploads.Kinds(uploader), k => k.Kind == "users");
        Assert.Equal(
            ErrorKind.Forbidden,
            Assert
                .Throws<DomainException>(() =>
                    fixture.Get<ImportTemplates>().WriteTemplate(uploader, "users", Stream.Null)
                )
                .Kind
        );
    }

    [Fact]
    public async Task Every_column_that_points_at_a_person_is_known()
    {
        await using var fixture = await OpenAsync(TestProvider.Sqlite);
        await using var db = fixture.Contexts.CreateDbContext();
        var pointers = PeopleCommands.PointersAt(db).Select(p => $"{p.Table}.{p.Column}").ToList();
        Assert.Superset(
            new HashSet<string>
            {
                "visits.user_id",
                "visit_targets.user_id",
                "customers.engineer_id",
                "jobs.owner_id",
                "saved_views.owner_id",
                "import_batches.uploaded_by_id",
                "activities.user_id",
                "approvals.requested_by_id",
                "approvals.decided_by_id",
                "schedule_recipients.user_id",
            },
            pointers.ToHashSet()
        );
        Assert.DoesNotContain(pointers, p => p.StartsWith("user_departments.", StringComparison.Ordinal));
    }

    private static async Task<TestFixture> OpenAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await using var db = fixture.Contexts.CreateDbContext();
        await TeamCommands.EnrolAsync(
            db,
            [
                new("admin@example.com", "Admin", RoleNames.Admin),
                new("manager@example.com", "Manager", RoleNames.Manager),
                new("engineer@example.com", "Engineer", RoleNames.Engineer, "mumbai"),
            ],
            fixture.Clock.GetUtcNow().UtcDateTime,
            default
        );
        return fixture;
    }

    private static Task<int> StageAsync(TestFixture fixture, CurrentUser currentUser, params string[] lines) =>
        fixture.Imports.StageNowAsync(
            currentUser,
            new NewUpload("users", "people.xlsx", 202604, null),
            new MemoryStream(Sheet.Of([Header, .. lines])),
            DateOrder.DayFirst,
            default
        );

    private static async Task<List<string>> SaidAsync(TestFixture fixture, int id, CurrentUser? currentUser = null) =>
        [
            .. (
                await fixture.Uploads.RowsAsync(
                    currentUser ?? CurrentUser.System,
                    id,
                    null,
                    null,
                    new PageRequest(1, 50),
                    default
                )
            ).Rows.Select(r =>
                string.Join(
                    ' ',
                    [
                        r.Effect.ToString(),
                        .. r.Changes.Select(c => $"{c.Field}: {c.Before} → {c.After}"),
                        .. r.Problems.Select(p => p.Message),
                    ]
                )
            ),
        ];

    private static async Task<CurrentUser> PersonAsync(TestFixture fixture, string email, string role, Scope scope)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return new CurrentUser(
            await db.Set<User>().Where(u => u.Email == email).Select(u => u.Id).SingleAsync(),
            role,
            role,
            new HashSet<string>
            {
                ImportCommands.UploadPermission,
                ImportQueries.ReadPermission,
                PeopleCommands.ManagePermission,
            },
            scope
        );
    }

    private static async Task<string?> StampAsync(TestFixture fixture, string email)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return await db.Set<User>().Where(u => u.Email == email).Select(u => u.SecurityStamp).SingleAsync();
    }

    private static async Task<List<string>> PeopleAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return
        [
            .. (await db.Set<User>().ToListAsync())
                .Select(u =>
                    $"{u.Email}|{u.Name}|{u.Role}|{u.Region}|{u.Contact}|{u.Designation}|{u.InField}|{u.Zone}|{u.FieldRegion}|{u.Territory}|{u.ReportsToId}|{u.Active}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }
}
