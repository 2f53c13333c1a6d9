using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Administration.Import;

/// <summary>Who may give which role, and change whom: nobody reaches above their own role.</summary>
internal static class RoleRanks
{
    /// <summary>Refuses a move of a person that the one who commits or undoes it may not make.</summary>
    public static void Require(
        CurrentUser currentUser,
        RoleSet roles,
        int? userId,
        PersonDraft? before,
        PersonDraft after
    )
    {
        if (roles.Find(after.Role) is null && before?.Role != after.Role)
            throw DomainException.Conflict($"The role {after.Role} of {after.Name} no longer exists.");
        if ((before is not null && !roles.MayGive(currentUser, before.Role)) || !roles.MayGive(currentUser, after.Role))
            throw DomainException.Forbidden(
                $"{after.Name} has, or would have, a role above yours: only somebody with that role may do this."
            );
        if (
            userId == currentUser.UserId
            && (
                before is null
                || before.Role != after.Role
                || before.Region != after.Region
                || before.Active != after.Active
            )
        )
            throw DomainException.Forbidden("Your own role, branch and state are changed by somebody else.");
    }
}
