using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Tests.Platform.Audit;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Sign-ins, refused ones too, and everything that ends them leave a record; a refusal waits for nobody.</summary>
public sealed class SignInAuditTests
{
    private static readonly SessionOrigin Office = new("203.0.113.7", "Firefox");

    [Theory, EachDatabase]
    public async Task Who_signs_in_and_out_is_recorded_with_address_and_device(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var neha = await test.CurrentUserAsync(TestApp.Manager);
        var sessions = test.Get<Sessions>();
        var before = (await EntriesAsync(test)).Count;

        var laptop = await sessions.BeginAsync(neha.UserId, SessionKinds.Browser, Office, default);
        var phone = await sessions.BeginAsync(neha.UserId, SessionKinds.Browser, Office, default);
        await sessions.EndAsync(laptop, SessionEnds.SignedOut, default);
        await sessions.EndAsync(laptop, SessionEnds.SignedOut, default);
        await sessions.RevokeAsync(neha, phone, default);

        var entries = (await EntriesAsync(test)).Skip(before).ToList();
        Assert.Equal(
            [AuditActions.SignedIn, AuditActions.SignedIn, AuditActions.SignedOut, AuditActions.SessionEnded],
            entries.Select(e => e.Action)
        );
        Assert.All(entries, e => Assert.Equal(("person", $"{neha.UserId}"), (e.Kind, e.RecordId)));
        Assert.Equal((neha.UserId, "203.0.113.7"), (entries[0].ActorId, entries[0].Address));
        Assert.Contains(AuditField.Fact("Device", "Firefox"), entries[0].Fields());
        Assert.Equal(neha.UserId, entries[2].ActorId);
        Assert.Contains(AuditField.Fact("Reason", SessionEnds.Revoked), entries[3].Fields());
    }

    [Theory, EachDatabase]
    public async Task A_refused_sign_in_is_recorded_by_its_reason_and_an_unknown_address_is_not_kept(
        TestProvider provider
    )
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        await test.ChangeAsync(TestApp.Engineer, u => u.Active = false);
        var before = (await EntriesAsync(test)).Count;

        await test.SignIn.CheckAsync(TestApp.Manager, "wrong", Office, default);
        await test.SignIn.CheckAsync(TestApp.Engineer, AccessDemo.Password, Office, default);
        await test.SignIn.CheckAsync("my password 123", "typed above", Office, default);
        await test.Get<AuditWriter>().FlushAsync(default);

        var entries = (await EntriesAsync(test)).Skip(before).ToList();
        Assert.All(entries, e => Assert.Equal(AuditActions.SignInFailed, e.Action));
        Assert.Equal(
            ["Wrong password", "The account is not active", "Unknown address"],
            entries.Select(e => e.Fields()[0].After!)
        );
        Assert.Equal("Neha Kulkarni", entries[0].RecordName);
        Assert.Null(entries[2].RecordId);
        Assert.DoesNotContain("my password", entries[2].Details, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(16, entries[2].Fields()[1].After!.Length);
    }

    [Theory, EachDatabase]
    public async Task A_refused_code_is_recorded_with_whose_it_was_to_be(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var app = await AuthenticatorApp.TurnOnAsync(test, TestApp.Manager);
        var before = (await EntriesAsync(test)).Count;

        await app.CheckAsync("000000", Office);
        await test.Get<AuditWriter>().FlushAsync(default);

        var entry = Assert.Single((await EntriesAsync(test)).Skip(before));
        Assert.Equal((AuditActions.SignInFailed, $"{app.Person.UserId}"), (entry.Action, entry.RecordId));
        Assert.Equal("Wrong code of the second factor", entry.Fields()[0].After);
    }

    [Theory, EachDatabase]
    public async Task A_wrong_password_is_answered_while_somebody_else_writes(TestProvider provider)
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        await using var db = test.Db();
        await using var busy = await db.Database.BeginTransactionAsync();
        await db.Set<User>().ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, 1));

        foreach (var email in new[] { TestApp.Manager, "nobody@example.com" })
            Assert.Null(
                await test.SignIn.CheckAsync(email, "wrong", Office, default).WaitAsync(TimeSpan.FromSeconds(20))
            );

        await busy.RollbackAsync();
        await test.Get<AuditWriter>().FlushAsync(default);
        Assert.Equal(2, (await EntriesAsync(test)).Count(e => e.Action == AuditActions.SignInFailed));
    }

    [Theory, EachDatabase]
    public async Task An_invitation_a_new_password_another_role_and_a_deactivation_are_recorded(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var row = await people.RowAsync("Ravi");
        await people.Commands.ChangeAsync(
            people.Asha,
            ravi.UserId,
            row.Version,
            new PersonAssignment(RoleNames.Manager, "pune", [1], null, null),
            default
        );
        await people.Get<AccessCommands>().ChangeProfileAsync(ravi, "Ravi K. Iyer", "+91 1", default);
        await people
            .Get<AccessCommands>()
            .ChangePasswordAsync(ravi, PeopleFixture.Password, "another set of words", default);
        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);

        await using var db = people.Db();
        var id = $"{ravi.UserId}";
        var entries = await db.Set<AuditEntry>()
            .Where(e => e.Kind == "person" && e.RecordId == id)
            .OrderBy(e => e.Id)
            .ToListAsync();
        var actions = entries.Select(e => e.Action).ToList();
        Assert.Contains(AuditActions.Added, actions);
        Assert.Contains(AuditActions.Invited, actions);
        Assert.Contains(AuditActions.InvitationAccepted, actions);
        var fields = entries.SelectMany(e => e.Fields()).ToList();
        Assert.Contains(new AuditField("Role", "Engineer", "Manager"), fields);
        Assert.Contains(new AuditField("Departments", "All", "Batching Plant"), fields);
        Assert.Contains(new AuditField("Name", "Ravi Iyer", "Ravi K. Iyer"), fields);
        Assert.Contains(new AuditField("Contact", "", "+91 1"), fields);
        Assert.Contains(new AuditField("Password", null, null), fields);
        Assert.Contains(new AuditField("Active", "yes", "no"), fields);
        Assert.Equal(ravi.UserId, entries.Single(e => e.Action == AuditActions.InvitationAccepted).ActorId);
    }

    private static async Task<List<AuditEntry>> EntriesAsync(AccessFixture test)
    {
        await using var db = test.Db();
        return await db.Set<AuditEntry>().OrderBy(e => e.Id).ToListAsync();
    }
}
