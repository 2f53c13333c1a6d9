namespace ReportsAdmin.Platform.Notifications;

/// <summary>How a kind of notification reaches a person by mail. Stored as a short.</summary>
public enum MailChoice : short
{
    None = 0,

    /// <summary>In the one mail of the day.</summary>
    Digest = 1,
    AtOnce = 2,
}

/// <summary>A kind of notification that a room sends; the values here hold for whoever has not chosen otherwise.</summary>
/// <param name="Key">As rows and settings name it: <c>reports.ready</c>.</param>
/// <param name="Title">On the page of settings.</param>
/// <param name="Description">When it comes, as a sentence.</param>
public sealed record NotificationKind(string Key, string Title, string Description)
{
    public const int MaxKey = 60;

    /// <summary>Heading on the page of settings.</summary>
    public string Group { get; init; } = "General";

    public bool Bell { get; init; } = true;

    public MailChoice Mail { get; init; }

    /// <summary>Only people with this permission are notified and see the kind among their settings; null for everybody.</summary>
    public string? Permission { get; init; }

    /// <summary>Whether somebody addresses the person by it: it stays on their day until it is a week old.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>Whether it comes as it is, whatever people choose: what concerns the security of their account.</summary>
    public bool IsFixed { get; init; }

    public bool IsFor(IReadOnlySet<string> permissions) => Permission is null || permissions.Contains(Permission);
}

/// <summary>An active person to be notified.</summary>
/// <param name="Email">May be empty, or no address that mail can be sent to.</param>
public sealed record NotifiedPerson(int Id, string Name, string Email, IReadOnlySet<string> Permissions);

/// <summary>The active people among those named, or with a permission; the room that knows the users registers it.</summary>
/// <param name="ids">Null for everybody.</param>
/// <param name="permission">Null for no condition.</param>
public delegate Task<IReadOnlyList<NotifiedPerson>> NotifiedPeople(
    IReadOnlyCollection<int>? ids,
    string? permission,
    CancellationToken ct
);
