using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Access.People;

/// <summary>What the room tells webhooks: whom it concerns by id, so that names and addresses stay here.</summary>
internal static class AccountEvents
{
    public const string Invited = "person.invited";
    public const string Deactivated = "person.deactivated";

    public static readonly IReadOnlyList<WebhookEvent> All =
    [
        new(Invited, "Person invited", "Somebody was invited, or invited again: their id and role."),
        new(Deactivated, "Person deactivated", "An account was deactivated: the person's id."),
    ];
}
