using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features;

/// <summary>What a room brings into the application. The list of rooms is <see cref="AllFeatures"/>.</summary>
public interface IFeature
{
    void Add(IServiceCollection services, IConfiguration configuration);

    /// <summary>Maps the room's own tables.</summary>
    void Map(ModelBuilder model);

    IReadOnlyList<PermissionEntry> Permissions { get; }

    IReadOnlyList<MenuEntry> Menu { get; }

    /// <summary>What one can begin from the command palette: "Upload a sheet". <see cref="MenuEntry.Group"/> is not used.</summary>
    IReadOnlyList<MenuEntry> Actions => [];

    /// <summary>Components in the top bar of every page, for signed-in people.</summary>
    IReadOnlyList<Type> TopBar => [];

    /// <summary>Components above the content of the first page (<c>/</c>).</summary>
    IReadOnlyList<Type> HomeTop => [];

    /// <summary>Response formats and rate limits of the room's addresses.</summary>
    IReadOnlyList<ApiRoute> ApiRoutes => [];

    /// <summary>The rate limits that the room brings; their names are also those of the settings.</summary>
    IReadOnlyList<RateLimit> RateLimits => [];

    /// <summary>The kinds of notification that the room sends.</summary>
    IReadOnlyList<NotificationKind> Notifications => [];

    /// <summary>The events that the room tells webhooks of.</summary>
    IReadOnlyList<WebhookEvent> WebhookEvents => [];

    /// <summary>The sections of the configuration that are the room's.</summary>
    IReadOnlyList<SettingsSection> Settings => [];

    /// <summary>The room's part of the demo company, in the order of <see cref="AllFeatures"/>; does nothing by default.</summary>
    Task SeedDemoAsync(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>A named permission and the roles that carry it until an administrator changes that.</summary>
/// <param name="Name">As endpoints and queries and commands ask for it: <c>imports:upload</c>.</param>
/// <param name="Title">What it allows, in words for the roles page.</param>
public sealed record PermissionEntry(string Name, string Title, params string[] DefaultRoles)
{
    /// <summary>The heading under which the roles page lists it.</summary>
    public string Group { get; init; } = "General";
}

/// <summary>A line of the navigation. Shown to viewers who carry <paramref name="Permission"/>, or <paramref name="OrPermission"/> where there is one.</summary>
/// <param name="Icon">A Material Symbols name that is in <c>img/icons.svg</c>.</param>
/// <param name="Order">Position in the whole menu; rooms leave gaps of ten.</param>
/// <param name="Group">Heading above it; groups are in the order of their first entry.</param>
/// <param name="OnPhone">True for entries of the bar at the lower edge on phones; the first four that the current user may open are shown.</param>
public sealed record MenuEntry(
    string Title,
    string Href,
    string Icon,
    int Order,
    string? Permission,
    string Group,
    string? OrPermission = null,
    bool OnPhone = false
)
{
    public bool IsFor(CurrentUser currentUser) =>
        Permission is null
        || currentUser.Can(Permission)
        || (OrPermission is not null && currentUser.Can(OrPermission));
}
