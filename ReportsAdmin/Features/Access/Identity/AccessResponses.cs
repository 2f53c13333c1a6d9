using System.Globalization;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Identity;

/// <param name="Code">The second factor of who has one: a code of their authenticator app, or a recovery code.</param>
public sealed record LoginRequest(string Email, string Password, string? Code = null);

public sealed record RefreshRequest(
    string? RefreshToken = null,
    [property: JsonPropertyName("refresh_token")] string? RefreshTokenSnake = null
);

/// <summary>The answer to a login: the union of what the three frontends read.</summary>
public sealed record LoginResponse(
    string Token,
    string AccessToken,
    [property: JsonPropertyName("access_token")] string AccessTokenSnake,
    string RefreshToken,
    [property: JsonPropertyName("refresh_token")] string RefreshTokenSnake,
    int ExpiresIn,
    LoginUserResponse User,
    AuthUserResponse AuthUser
)
{
    public static LoginResponse From(TokenPair pair, SignedIn user) =>
        new(
            pair.AccessToken,
            pair.AccessToken,
            pair.AccessToken,
            pair.RefreshToken,
            pair.RefreshToken,
            pair.ExpiresInSeconds,
            new LoginUserResponse(ApiId.Of(ApiId.User, user.UserId), user.Name, user.Role, user.Department),
            new AuthUserResponse(
                ApiId.Of(ApiId.User, user.UserId),
                $"EMP-{user.UserId.ToString("00000", CultureInfo.InvariantCulture)}",
                user.Name,
                user.Email,
                user.Contact,
                user.Role,
                user.Region,
                user.Active
            )
        );
}

public sealed record LoginUserResponse(string Id, string Name, string Role, string? Department);

public sealed record AuthUserResponse(
    string Id,
    string EmployeeCode,
    string Name,
    string Email,
    string? Phone,
    string Role,
    string? Region,
    bool IsActive
);

/// <summary>The answer to a refresh.</summary>
public sealed record RefreshResponse(
    string Token,
    string AccessToken,
    [property: JsonPropertyName("access_token")] string AccessTokenSnake,
    string RefreshToken,
    [property: JsonPropertyName("refresh_token")] string RefreshTokenSnake,
    int ExpiresIn
)
{
    public static RefreshResponse From(TokenPair pair) =>
        new(
            pair.AccessToken,
            pair.AccessToken,
            pair.AccessToken,
            pair.RefreshToken,
            pair.RefreshToken,
            pair.ExpiresInSeconds
        );
}

/// <summary>The caller, for <c>GET /api/v2/auth/me</c>.</summary>
/// <param name="Permissions">In the order of their names.</param>
public sealed record CallerResponse(
    [property: JsonPropertyName("_id")] string MongoId,
    string Id,
    string Name,
    string Role,
    IReadOnlyList<string> Permissions
)
{
    public static CallerResponse From(CurrentUser user)
    {
        var id = ApiId.Of(ApiId.User, user.UserId);
        return new(id, id, user.Name, user.Role, [.. user.Permissions.Order(StringComparer.Ordinal)]);
    }
}

/// <summary>A user as spec 003's client shows them. There is no password here, and no hash.</summary>
public sealed record UserResponse(
    [property: JsonPropertyName("_id")] string MongoId,
    string Id,
    string Name,
    string Email,
    string Role,
    string? Region,
    string? Contact,
    string? Designation,
    string? Department,
    string? ReportsTo,
    string CreatedAt,
    string UpdatedAt
)
{
    public static UserResponse From(TeamMember m)
    {
        var id = ApiId.Of(ApiId.User, m.Id);
        return new UserResponse(
            id,
            id,
            m.Name,
            m.Email,
            m.Role,
            m.Region,
            m.Contact,
            m.Designation,
            m.Departments.Count > 0 ? m.Departments[0] : null,
            m.ReportsToId is { } boss ? ApiId.Of(ApiId.User, boss) : null,
            Instant(m.CreatedAt),
            Instant(m.UpdatedAt)
        );
    }

    private static string Instant(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
