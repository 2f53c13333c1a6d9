using System.Globalization;
using System.Text.Json.Serialization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access;

public sealed record LoginRequest(string Email, string Password);

public sealed record RefreshRequest(
    string? RefreshToken = null,
    [property: JsonPropertyName("refresh_token")] string? RefreshTokenSnake = null
);

/// <summary>The answer to a login: the union of what the three frontends read.</summary>
public sealed record LoginWire(
    string Token,
    string AccessToken,
    [property: JsonPropertyName("access_token")] string AccessTokenSnake,
    string RefreshToken,
    [property: JsonPropertyName("refresh_token")] string RefreshTokenSnake,
    int ExpiresIn,
    LoginUserWire User,
    AuthUserWire AuthUser
)
{
    public static LoginWire From(TokenPair pair, SignedIn user) =>
        new(
            pair.AccessToken,
            pair.AccessToken,
            pair.AccessToken,
            pair.RefreshToken,
            pair.RefreshToken,
            pair.ExpiresInSeconds,
            new LoginUserWire(WireId.Of(WireId.User, user.UserId), user.Name, user.Role, user.Department),
            new AuthUserWire(
                WireId.Of(WireId.User, user.UserId),
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

public sealed record LoginUserWire(string Id, string Name, string Role, string? Department);

public sealed record AuthUserWire(
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
public sealed record RefreshWire(
    string Token,
    string AccessToken,
    [property: JsonPropertyName("access_token")] string AccessTokenSnake,
    string RefreshToken,
    [property: JsonPropertyName("refresh_token")] string RefreshTokenSnake,
    int ExpiresIn
)
{
    public static RefreshWire From(TokenPair pair) =>
        new(
            pair.AccessToken,
            pair.AccessToken,
            pair.AccessToken,
            pair.RefreshToken,
            pair.RefreshToken,
            pair.ExpiresInSeconds
        );
}

/// <summary>A user as spec 003's client shows him. There is no password here, and no hash.</summary>
public sealed record UserWire(
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
    public static UserWire From(TeamMember m)
    {
        var id = WireId.Of(WireId.User, m.Id);
        return new UserWire(
            id,
            id,
            m.Name,
            m.Email,
            m.Role,
            m.Region,
            m.Contact,
            m.Designation,
            m.Departments.Count > 0 ? m.Departments[0] : null,
            m.ReportsToId is { } boss ? WireId.Of(WireId.User, boss) : null,
            Instant(m.CreatedAt),
            Instant(m.UpdatedAt)
        );
    }

    private static string Instant(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
