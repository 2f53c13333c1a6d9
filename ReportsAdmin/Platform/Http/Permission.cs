using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace ReportsAdmin.Platform.Http;

/// <summary>Lets through only viewers who carry the permission, or one of several; for controllers, actions and pages. The faces check again.</summary>
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

/// <summary>Asks for the current user as he is now, so a permission taken away bites in open circuits too.</summary>
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

/// <summary>Gives actions their caller: a parameter of type <see cref="CurrentUser"/>.</summary>
internal sealed class ViewerBinding : IModelBinderProvider, IModelBinder
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(CurrentUser) ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var currentUser = bindingContext.HttpContext.CurrentUser();
        bindingContext.ValidationState[currentUser] = new() { SuppressValidation = true };
        bindingContext.Result = ModelBindingResult.Success(currentUser);
        return Task.CompletedTask;
    }
}
