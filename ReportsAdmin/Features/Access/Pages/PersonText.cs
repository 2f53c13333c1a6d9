using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>People's accounts in words.</summary>
internal static class PersonText
{
    public static readonly IReadOnlyList<Option> States =
    [
        new("", "All"),
        new("active", "Active"),
        new("invited", "Invited"),
        new("not-invited", "Not invited"),
        new("inactive", "Inactive"),
    ];

    public static IReadOnlyList<Option> Roles => [new("", "All"), .. RoleNames.Current.Select(r => new Option(r, r))];

    public static IReadOnlyList<Option> Regions =>
        [new("", "All"), .. People.Regions.All.Select(r => new Option(r.Code, r.Name))];

    /// <summary>The state that the address names; null for all.</summary>
    public static PersonState? StateOf(string? word) =>
        word switch
        {
            "active" => PersonState.Active,
            "invited" => PersonState.Invited,
            "not-invited" => PersonState.NotInvited,
            "inactive" => PersonState.Inactive,
            _ => null,
        };

    public static (string Text, Tone Tone) State(PersonState state) =>
        state switch
        {
            PersonState.Active => ("Active", Tone.Good),
            PersonState.Invited => ("Invited", Tone.Info),
            PersonState.NotInvited => ("Not invited", Tone.Neutral),
            _ => ("Inactive", Tone.Warn),
        };

    /// <summary>The verb of the button beside a person.</summary>
    public static string Action(PersonState state) =>
        state switch
        {
            PersonState.Active => "Reset password",
            PersonState.Invited => "Send again",
            PersonState.NotInvited => "Invite",
            _ => "Reactivate",
        };

    /// <summary>Since when or until when; null when there is nothing to add.</summary>
    public static string? Detail(PersonRow row, BusinessClock clock) =>
        row switch
        {
            { State: PersonState.Invited, LinkExpiresAt: { } until } => until < clock.UtcNow
                ? "Link expired"
                : $"Until {Dates.Moment(clock.ToLocal(until))}",
            { State: PersonState.Active, LastSignInAt: { } at } => $"Signed in {Dates.Moment(clock.ToLocal(at))}",
            _ => null,
        };
}
