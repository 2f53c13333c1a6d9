namespace ReportsAdmin.Platform.Http;

/// <summary>An act of the person who looks, not of the person they see the application as: it may change something meanwhile.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowedWhileSeeingAsAttribute : Attribute;

/// <summary>
/// Refuses every request that asks for a change while its session sees the application as somebody else. What a GET would write is refused by
/// the database (<see cref="Data.ReadOnlyWork"/>).
/// </summary>
internal sealed class ReadOnlyRequests(RequestDelegate next)
{
    // How pages connect; what they do over the connection is refused by the database.
    private static readonly PathString Hub = "/_blazor";

    public Task InvokeAsync(HttpContext http) =>
        http.Features.Get<CurrentUser>() is { SeenBy: not null } user && !IsRead(http) && !MayWrite(http)
            ? throw DomainException.Forbidden(CurrentUser.ReadOnlyWords(user.Name))
            : next(http);

    internal static bool MayWrite(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AllowedWhileSeeingAsAttribute>() is not null;

    private static bool IsRead(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method)
        || HttpMethods.IsHead(http.Request.Method)
        || HttpMethods.IsOptions(http.Request.Method)
        || http.Request.Path.StartsWithSegments(Hub);
}
