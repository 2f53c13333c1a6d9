using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>A person who can be addressed in a note about a customer.</summary>
public sealed record Mentionable(int Id, string Name);

/// <summary>Who can be addressed in a note about a customer: the active people who see that customer.</summary>
public sealed class MentionQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries access)
{
    /// <summary>By name, without the current user; nobody where the current user does not see the customer.</summary>
    public async Task<IReadOnlyList<Mentionable>> OfCustomerAsync(
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var db = contexts.Reader();
        var customer = await db.Set<Customer>()
            .VisibleTo(currentUser)
            .SingleOrDefaultAsync(c => c.Id == customerId, ct);
        return customer is null ? [] : await WhoSeeAsync(customer, currentUser.UserId, ct);
    }

    /// <summary>By name.</summary>
    /// <param name="but">Who is left out: nobody tells themselves.</param>
    internal async Task<IReadOnlyList<Mentionable>> WhoSeeAsync(Customer customer, int but, CancellationToken ct) =>
        [
            .. (await access.WhoSeeAsync(ReceivablesQueries.ReadPermission, customer.Region, customer.DepartmentId, ct))
                .Where(p => p.Id != but)
                .Select(p => new Mentionable(p.Id, p.Name)),
        ];
}
