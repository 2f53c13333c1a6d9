using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.People;

/// <summary>Somebody who could not be invited.</summary>
public sealed record NotInvited(string Name, string Reason);

/// <summary>What became of many invitations.</summary>
/// <param name="Left">People of the filter who were beyond <see cref="BulkInvitations.MaxPeople"/> and wait for another go.</param>
public sealed record BulkInvites(IReadOnlyList<IssuedLink> Issued, IReadOnlyList<NotInvited> Refused, int Left);

/// <summary>Invites people who came with a sheet: they are known, but have no password and no link yet.</summary>
public sealed class BulkInvitations(PeopleQueries people, Invitations invitations)
{
    /// <summary>How many people one call invites.</summary>
    public const int MaxPeople = PageRequest.MaxSize;

    /// <summary>Invites the people whom the filter means and who were not invited yet. Each invitation stands for itself: one that is refused does not stop the others.</summary>
    public async Task<BulkInvites> InviteAsync(CurrentUser currentUser, PeopleFilter filter, CancellationToken ct)
    {
        var page = await people.ListAsync(
            currentUser,
            filter with
            {
                State = PersonState.NotInvited,
            },
            new PageRequest(1, MaxPeople),
            ct
        );
        var (issued, refused) = (new List<IssuedLink>(), new List<NotInvited>());
        foreach (var row in page.Rows)
        {
            try
            {
                issued.Add(await invitations.ResendAsync(currentUser, row.Id, ct));
            }
            catch (DomainException error)
            {
                refused.Add(new NotInvited(row.Name, error.Message));
            }
        }

        return new BulkInvites(issued, refused, page.Total - page.Rows.Count);
    }
}
