using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>One-time links: for those who have no password yet, and for those who forgot it.</summary>
public sealed class InvitationTests
{
    private const string Ravi = "Ravi Iyer";

    [Theory, EachDatabase]
    public async Task An_invited_person_chooses_a_password_once_and_signs_in(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var link = await people.Invitations.InviteAsync(people.Asha, Engineer(), default);
        var token = PeopleFixture.TokenOf(link);

        Assert.False(link.Mailed);
        Assert.Equal(PersonState.Invited, (await people.RowAsync(Ravi)).State);
        Assert.Equal(
            new LinkOwner(Ravi, PeopleFixture.AddressOf(Ravi)),
            await people.Links.FindAsync(token, LinkPurposes.Invite, default)
        );
        Assert.Null(await SignInAsync(people));
        await using (var db = people.Db())
        {
            Assert.DoesNotContain(await db.Set<AccountLink>().ToListAsync(), l => l.Hash.Contains(token));
            Assert.Equal(0, await db.Set<OutgoingMail>().CountAsync());
        }

        await people.Links.UseAsync(token, LinkPurposes.Invite, " Ravi S. Iyer ", PeopleFixture.Password, default);

        Assert.Equal("Ravi S. Iyer", (await SignInAsync(people))?.Name);
        Assert.Equal(PersonState.Active, (await people.RowAsync("ravi.iyer@")).State);
        await GoneAsync(people, token, LinkPurposes.Invite);
        await ConflictAsync(() => people.Invitations.InviteAsync(people.Asha, Engineer(), default));
        await ConflictAsync(() => people.Invitations.ResendAsync(people.Asha, link.UserId, default));
    }

    [Theory, EachDatabase]
    public async Task Everybody_who_came_with_a_sheet_is_invited_at_once_and_once(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        await using (var db = people.Db())
            await TeamCommands.EnrolAsync(
                db,
                [
                    new PersonDraft("lata@example.com", "Lata Das", RoleNames.Engineer, "pune"),
                    new PersonDraft("mira@example.com", "Mira Sen", RoleNames.Engineer, "mumbai"),
                    new PersonDraft("om@example.com", "Om Rao", RoleNames.Engineer, "mumbai", Active: false),
                    new PersonDraft("no address", "Nita Pai", RoleNames.Engineer, "pune"),
                ],
                people.Clock.GetUtcNow().UtcDateTime,
                default
            );
        var bulk = people.Get<BulkInvitations>();
        var all = new PeopleFilter(null, null, null, null);

        var mumbai = await bulk.InviteAsync(people.Asha, all with { Region = "mumbai" }, default);
        var rest = await bulk.InviteAsync(people.Asha, all, default);

        Assert.Equal(["mira@example.com"], mumbai.Issued.Select(l => l.Email));
        Assert.Equal(["lata@example.com"], rest.Issued.Select(l => l.Email));
        Assert.Equal(["Nita Pai"], rest.Refused.Select(r => r.Name));
        Assert.Equal(0, rest.Left);
        Assert.All(mumbai.Issued.Concat(rest.Issued), l => Assert.NotNull(l.Address));
        Assert.Equal(PersonState.Invited, (await people.RowAsync("Lata")).State);
        Assert.Empty((await bulk.InviteAsync(people.Asha, all, default)).Issued);
        var lata = await people.Links.UseAsync(
            PeopleFixture.TokenOf(rest.Issued[0]),
            LinkPurposes.Invite,
            null,
            PeopleFixture.Password,
            default
        );
        Assert.Equal("Lata Das", lata.Name);
        await Assert.ThrowsAsync<DomainException>(() =>
            bulk.InviteAsync(people.Asha with { Permissions = new HashSet<string>() }, all, default)
        );
    }

    [Theory, EachDatabase]
    public async Task A_link_ends_when_it_expires_is_replaced_or_serves_another_purpose(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var first = await people.Invitations.InviteAsync(people.Asha, Engineer(), default);
        await GoneAsync(people, PeopleFixture.TokenOf(first), LinkPurposes.Reset);
        await GoneAsync(people, "guess", LinkPurposes.Invite);
        await GoneAsync(people, new string('A', 43), LinkPurposes.Invite);

        var second = await people.Invitations.ResendAsync(people.Asha, first.UserId, default);
        await GoneAsync(people, PeopleFixture.TokenOf(first), LinkPurposes.Invite);
        people.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await people.Links.FindAsync(PeopleFixture.TokenOf(second), LinkPurposes.Invite, default));
        people.Clock.Advance(TimeSpan.FromSeconds(1));

        await GoneAsync(people, PeopleFixture.TokenOf(second), LinkPurposes.Invite);
        Assert.Equal(PersonState.Invited, (await people.RowAsync(Ravi)).State);
    }

    [Theory, EachDatabase]
    public async Task Of_two_uses_at_the_same_moment_one_wins(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var token = PeopleFixture.TokenOf(await people.Invitations.InviteAsync(people.Asha, Engineer(), default));

        var uses = Enumerable
            .Range(0, 4)
            .Select(i =>
                Record
                    .ExceptionAsync(() =>
                        people.Links.UseAsync(
                            token,
                            LinkPurposes.Invite,
                            null,
                            $"{PeopleFixture.Password} number {i}",
                            default
                        )
                    )
                    .AsTask()
            );

        Assert.Equal(3, (await Task.WhenAll(uses)).OfType<DomainException>().Count());
    }

    [Fact]
    public async Task A_refused_password_leaves_the_link()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var token = PeopleFixture.TokenOf(await people.Invitations.InviteAsync(people.Asha, Engineer(), default));

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            people.Links.UseAsync(token, LinkPurposes.Invite, null, "password123", default)
        );

        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.NotNull(await people.Links.FindAsync(token, LinkPurposes.Invite, default));
    }

    [Theory, EachDatabase]
    public async Task A_person_who_came_by_a_sheet_is_invited_with_what_the_administrator_decides(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        await using var db = people.Db();
        var draft = new PersonDraft(PeopleFixture.AddressOf(Ravi), "R. Iyer", RoleNames.Engineer, "mumbai");
        var ids = await TeamCommands.EnrolAsync(db, [draft], people.Clock.GetUtcNow().UtcDateTime, default);
        Assert.Equal(PersonState.NotInvited, (await people.RowAsync("iyer")).State);

        var link = await people.Invitations.InviteAsync(people.Asha, Engineer(), default);

        Assert.Equal(ids[draft.Email], link.UserId);
        var row = await people.RowAsync("iyer");
        Assert.Equal((Ravi, "pune", PersonState.Invited), (row.Name, row.Region, row.State));
        Assert.Equal(["Pump"], row.Departments.Select(d => d.Name));
    }

    [Theory, EachDatabase]
    public async Task The_mail_is_written_with_the_invitation_and_carries_its_link(TestProvider provider)
    {
        await using var sink = new SmtpSink();
        await using var people = await PeopleFixture.OpenAsync(provider, sink.Settings);
        var link = await people.Invitations.InviteAsync(people.Asha, Engineer(), default);

        Assert.True(link.Mailed);
        await using var db = people.Db();
        var mail = await db.Set<OutgoingMail>().SingleAsync(m => m.ToAddress == PeopleFixture.AddressOf(Ravi));
        Assert.Contains(link.Address!.AbsoluteUri, mail.Text, StringComparison.Ordinal);
        Assert.StartsWith("https://reports.example.com/invite/", link.Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain(PeopleFixture.TokenOf(link), mail.About + mail.Subject, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_forgotten_password_is_replaced_by_a_mailed_link_and_ends_the_sessions(TestProvider provider)
    {
        await using var sink = new SmtpSink();
        await using var people = await PeopleFixture.OpenAsync(provider, sink.Settings);
        var ravi = await people.JoinAsync(people.Asha, Ravi, RoleNames.Engineer, "pune");
        var sessions = people.Get<Sessions>();
        var open = await sessions.BeginAsync(ravi.UserId, SessionKinds.Browser, SessionOrigin.Unknown, default);

        await people.Invitations.ResetByMailAsync(" RAVI.IYER@example.com ", default);

        Assert.True(await sessions.IsLiveAsync(open, ravi.UserId, default));
        await using var db = people.Db();
        var text = (await ResetsAsync(db)).Single().Text;
        var token = new Uri(text.Split('\n').Single(l => l.Contains("/reset/")).Split(": ")[1]).Segments[^1];
        await people.Links.UseAsync(token, LinkPurposes.Reset, null, "another set of words", default);
        Assert.False(await sessions.IsLiveAsync(open, ravi.UserId, default));
        Assert.Null(await SignInAsync(people));
        await GoneAsync(people, token, LinkPurposes.Reset);
    }

    [Theory, EachDatabase]
    public async Task Nobody_fills_a_mailbox_by_asking_and_unknown_addresses_get_nothing(TestProvider provider)
    {
        await using var sink = new SmtpSink();
        await using var people = await PeopleFixture.OpenAsync(provider, sink.Settings);
        await people.JoinAsync(people.Asha, Ravi, RoleNames.Engineer, "pune");
        await people.Invitations.InviteAsync(people.Asha, PeopleFixture.Person("Not Yet", RoleNames.Manager), default);
        for (var i = 0; i < 5; i++)
            await people.Invitations.ResetByMailAsync(PeopleFixture.AddressOf(Ravi), default);
        await people.Invitations.ResetByMailAsync("nobody@example.com", default);
        await people.Invitations.ResetByMailAsync(PeopleFixture.AddressOf("Not Yet"), default);

        await using var db = people.Db();
        Assert.Equal(3, (await ResetsAsync(db)).Count);
        Assert.All(await ResetsAsync(db), m => Assert.Equal(PeopleFixture.AddressOf(Ravi), m.ToAddress));
        people.Clock.Advance(TimeSpan.FromHours(1));
        await people.Invitations.ResetByMailAsync(PeopleFixture.AddressOf(Ravi), default);
        Assert.Equal(4, (await ResetsAsync(db)).Count);
    }

    [Fact]
    public async Task A_reset_link_is_shown_to_the_administrator_only_where_no_mail_carries_it()
    {
        await using var sink = new SmtpSink();
        await using var mailed = await PeopleFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);
        await using var copied = await PeopleFixture.OpenAsync(TestProvider.Sqlite);

        foreach (var people in new[] { mailed, copied })
        {
            var ravi = await people.JoinAsync(people.Asha, Ravi, RoleNames.Engineer, "pune");
            var link = await people.Invitations.ResetAsync(people.Asha, ravi.UserId, default);
            Assert.Equal(people == mailed, link.Mailed);
            Assert.Equal(people == copied, link.Address is not null);
        }
    }

    private static NewPerson Engineer() => PeopleFixture.Person(Ravi, RoleNames.Engineer, "pune", 2);

    private static Task<List<OutgoingMail>> ResetsAsync(ReportsDb db) =>
        db.Set<OutgoingMail>().Where(m => m.Text.Contains("/reset/")).ToListAsync();

    private static Task<SignedIn?> SignInAsync(PeopleFixture people) =>
        people
            .Get<SignIn>()
            .CheckAsync(PeopleFixture.AddressOf(Ravi), PeopleFixture.Password, SessionOrigin.Unknown, default);

    private static async Task GoneAsync(PeopleFixture people, string token, string purpose)
    {
        Assert.Null(await people.Links.FindAsync(token, purpose, default));
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            people.Links.UseAsync(token, purpose, null, "another set of words", default)
        );
        Assert.Equal(ErrorKind.NotFound, error.Kind);
    }

    private static async Task ConflictAsync(Func<Task> act) =>
        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
}
