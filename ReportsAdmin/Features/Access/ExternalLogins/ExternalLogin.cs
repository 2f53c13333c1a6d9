namespace ReportsAdmin.Features.Access.ExternalLogins;

/// <summary>The account that a person has at the company's OpenID Connect provider.</summary>
public sealed class ExternalLogin
{
    public required string Issuer { get; init; }

    /// <summary>The provider's name for the person; it never changes, unlike an email.</summary>
    public required string Subject { get; init; }

    public int UserId { get; init; }

    public DateTime CreatedAt { get; init; }
}
