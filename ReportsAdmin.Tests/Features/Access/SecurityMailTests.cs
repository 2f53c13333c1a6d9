using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Who signs in with something new is told by mail, so that they notice when it was not them.</summary>
public sealed class SecurityMailTests
{
    [Theory, EachDatabase]
    public async Task Every_change_of_what_a_person_signs_in_with_is_told_to_the_person(TestProvider provider)
    {
        await using var sink = new SmtpSink();
        await using var people = await PeopleFixture.OpenAsync(provider, sink.Settings);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        Assert.Empty(await ToldAsync(people));
        using var acting = Actor.Use(Actor.System with { Address = "203.0.113.7" });

        await people
            .Get<AccessCommands>()
            .ChangePasswordAsync(ravi, PeopleFixture.Password, "another set of words", default);
        await TurnOnAsync(people, ravi);
        await people.Get<SecondFactorCommands>().RenewCodesAsync(ravi, default);
        await people.Get<SecondFactorCommands>().ResetAsync(people.Asha, ravi.UserId, default);
        await TurnOnAsync(people, ravi);
        await people.Get<SecondFactorCommands>().RemoveAsync(ravi, default);
        await people
            .Get<ApiTokenCommands>()
            .CreateAsync(ravi, new NewApiToken("Power BI", [ravi.Permissions.First()], 30), default);
        await people.Get<PasskeyCommands>().RemoveAsync(ravi, await PasskeyAsync(people, ravi), default);

        var told = await ToldAsync(people);
        Assert.Equal(
            [
                "Your password was changed",
                "An authenticator app was set up",
                "New recovery codes were created",
                "An administrator turned off your two-factor sign-in",
                "An authenticator app was set up",
                "Two-factor sign-in was turned off",
                "The API token “Power BI” was created",
                "The passkey “Phone” was removed",
            ],
            told.Select(m => m.Text.Split("\n\n")[1].Split('.')[0].Split(" for two-factor")[0].Split(" and removed")[0])
        );
        Assert.All(told, m => Assert.Equal(PeopleFixture.AddressOf("Ravi Iyer"), m.ToAddress));
        Assert.All(told, m => Assert.Contains("From: 203.0.113.7", m.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_mail_server_nothing_is_written_for_later()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);

        await people
            .Get<AccessCommands>()
            .ChangePasswordAsync(people.Asha, PeopleFixture.Password, "another set of words", default);

        Assert.Empty(await ToldAsync(people));
    }

    private static async Task TurnOnAsync(PeopleFixture people, CurrentUser person)
    {
        var commands = people.Get<SecondFactorCommands>();
        var shown = await commands.BeginAsync(person.UserId, "Example", default);
        var code = AuthenticatorApp.CodeOf(shown.Key, people.Clock.GetUtcNow().UtcDateTime);
        await commands.ConfirmAsync(person.UserId, code, default);
    }

    private static async Task<int> PasskeyAsync(PeopleFixture people, CurrentUser person)
    {
        await using var db = people.Db();
        var passkey = new Passkey
        {
            UserId = person.UserId,
            Name = "Phone",
            IdHash = new string('a', 64),
            CredentialId = [1],
            PublicKey = [2],
            Transports = "internal",
            Attestation = [3],
            ClientData = [4],
        };
        db.Add(passkey);
        await db.SaveChangesAsync();
        return passkey.Id;
    }

    private static async Task<List<OutgoingMail>> ToldAsync(PeopleFixture people)
    {
        await using var db = people.Db();
        return await db.Set<OutgoingMail>().Where(m => m.About == "/profile").OrderBy(m => m.Id).ToListAsync();
    }
}
