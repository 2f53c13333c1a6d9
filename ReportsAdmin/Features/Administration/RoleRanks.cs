using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Administration;

/// <summary>Who may give which role, and change whom: nobody reaches above himself.</summary>
internal static class RoleRanks
{
    public static bool MayGive(Viewer viewer, string role) =>
        viewer.UserId == Viewer.System.UserId || Rank(viewer.Role) <= Rank(role);

    /// <summary>Refuses a move of a person that the one who commits or undoes it may not make.</summary>
    public static void Demand(Viewer viewer, int? userId, PersonDraft? before, PersonDraft after)
    {
        if ((before is not null && !MayGive(viewer, before.Role)) || !MayGive(viewer, after.Role))
            throw Refusal.Forbidden(
                $"{after.Name} stands above your own role, or would: only somebody of that role may do this."
            );
        if (
            userId == viewer.UserId
            && (
                before is null
                || before.Role != after.Role
                || before.Region != after.Region
                || before.Active != after.Active
            )
        )
            throw Refusal.Forbidden("Your own role, branch and state are changed by somebody else.");
    }

    // A role that nobody knows ranks below all of them.
    private static int Rank(string role) =>
        RoleNames.All.ToList().IndexOf(role) is >= 0 and var rank ? rank : RoleNames.All.Count;
}
