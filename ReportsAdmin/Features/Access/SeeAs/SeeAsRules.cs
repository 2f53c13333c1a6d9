using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.SeeAs;

/// <summary>As whom somebody may see the application: nobody who sees or may do anything that they do not. Asked at the beginning and at every read.</summary>
public static class SeeAsRules
{
    /// <summary>Why not, in a sentence; null when they may.</summary>
    public static string? Problem(CurrentUser viewer, CurrentUser seen)
    {
        if (!viewer.Can(SeeAsCommands.Permission))
            return "You may not see the application as somebody else.";
        if (viewer.UserId == seen.UserId)
            return "This is you.";
        if (seen.Role == RoleNames.Admin)
            return $"{seen.Name} is an administrator: nobody sees the application as an administrator.";
        return !seen.Permissions.All(viewer.Can) || !viewer.Scope.Contains(seen.Scope)
            ? $"{seen.Name} sees or may do more than you."
            : null;
    }
}
