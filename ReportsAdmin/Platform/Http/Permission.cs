using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace ReportsAdmin.Platform.Http;

/// <summary>Lets through only viewers who carry the permission, or one of several; for controllers, actions and pages. The queries and commands check again.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class PermissionAttribute(params string[] anyOf)
    : AuthorizeAttribute(PolicyPrefix + string.Join(Or, anyOf))
{
    internal const string PolicyPrefix = "permission:";
    internal const char Or = '|';
}

internal sealed record PermissionRequirement(IReadOnlyList<string> AnyOf) : IAuthorizationRequirement;

/// <summary>Makes the policy that a <see cref="PermissionAttribute"/> names; there is no list to keep.</summary>
internal sealed class PermissionPolicies(IOptions<AuthorizationOptions> options)
    : DefaultAuthorizationPolicyProvider(options)
{
    public override bool AllowsCachingPolicies => true;

    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        policyName.StartsWith(PermissionAttribute.PolicyPrefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .AddRequirements(
                    new PermissionRequirement(
                        policyName[PermissionAttribute.PolicyPrefix.Length..].Split(PermissionAttribute.Or)
                    )
                )
                .Build()
            : await base.GetPolicyAsync(policyName);
}

/// <summary>Asks for the current state of the current user, so a permission that was taken away no longer works in open circuits either.</summary>
internal sealed class PermissionCheck(Identities identities) : AuthorizationHandler<PermissionRequirement>
{
    protected override async Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        PermissionRequirement requirement
    )
    {
        if (
            await identities.CurrentUserOfAsync(context.User, CancellationToken.None) is { } currentUser
            && requirement.AnyOf.Any(currentUser.Can)
        )
            context.Succeed(requirement);
    }
}
