namespace ReportsAdmin.Features.Access.ExternalLogins;

/// <summary>The company's OpenID Connect provider (<c>OpenId:*</c>).</summary>
/// <param name="Authority">The provider's address; its discovery document lies below it.</param>
/// <param name="Name">What people call it: the button says "Sign in with …".</param>
/// <param name="RequireHttps">False only for a provider on this machine.</param>
public sealed record OpenIdOptions(
    string Authority,
    string ClientId,
    string? ClientSecret,
    string Name,
    bool RequireHttps
)
{
    /// <summary>Null when no provider is set up: then nothing of it exists.</summary>
    /// <exception cref="InvalidOperationException">Half of it is set up.</exception>
    public static OpenIdOptions? Of(IConfiguration configuration)
    {
        var section = configuration.GetSection("OpenId");
        var (authority, client) = (section["Authority"], section["ClientId"]);
        if (string.IsNullOrWhiteSpace(authority) && string.IsNullOrWhiteSpace(client))
            return null;
        if (string.IsNullOrWhiteSpace(authority) || string.IsNullOrWhiteSpace(client))
            throw new InvalidOperationException("OpenId:Authority and OpenId:ClientId are given together.");
        return new(
            authority,
            client,
            section["ClientSecret"],
            section["Name"] ?? "your company account",
            section.GetValue("RequireHttps", true)
        );
    }
}
