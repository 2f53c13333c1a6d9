using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>What somebody asks for.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 2000 characters; may be empty.</param>
/// <param name="Rupees">As <see cref="ApprovalKinds.AmountOf"/> says for the kind.</param>
/// <param name="ForUserId">A person of the field team for whom it is entered; null for oneself.</param>
public sealed record NewRequest(
    ApprovalKind Kind,
    string Title,
    string? Description = null,
    decimal? Rupees = null,
    int? ForUserId = null
);

/// <summary>Asks for approval, and takes back what was asked.</summary>
public sealed class RequestCommands(
    IDbContextFactory<ReportsDb> contexts,
    SalesTeamQueries team,
    AccessCommands access,
    ApprovalNews news,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string RequestPermission = "approvals:request";
    public const int MaxTitle = 200;
    public const int MaxDescription = 2000;
    public const long MaxRupees = 10_00_00_000;

    /// <summary>
    /// Asks, for oneself or for a person of the field within the current user's scope, who is the requester then. Answers the key. Refuses:
    /// without permission, or for others without seeing the field (forbidden); what does not fit (invalid; fields <c>kind</c>,
    /// <c>title</c>, <c>description</c>, <c>amount</c>, <c>for</c>).
    /// </summary>
    public async Task<int> RequestAsync(CurrentUser currentUser, NewRequest request, CancellationToken ct)
    {
        currentUser.Require(RequestPermission);
        if (request.ForUserId is { } person && person != currentUser.UserId)
            currentUser.Require(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var requester = await RequesterAsync(db, currentUser, request.ForUserId, ct);
        var problems = ProblemsOf(request);
        if (requester is null)
            problems["for"] = "This person is not in your field team.";
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);

        var approval = ToApproval(currentUser, request, requester!, time.GetUtcNow().UtcDateTime);
        var deciders = await news.DecidersAsync(approval, ct);
        WrittenNotifications told;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            db.AddRange(
                approval,
                ApprovalActivities.Requested(
                    approval,
                    requester!.Name,
                    approval.EnteredById is null ? null : currentUser.Name
                )
            );
            await db.SaveChangesAsync(ct);
            told = await news.AskedAsync(db, approval, requester.Name, deciders, ct);
            await db.RaiseDataVersionAsync(ActivityQueries.DataTopic, ct);
            await transaction.CommitAsync(ct);
        }

        await news.AnnounceAsync(told, currentUser);
        await notifier.PublishAsync(ActivityQueries.Topic);
        return approval.Id;
    }

    /// <summary>Refuses: without permission (forbidden), what is neither their own nor entered by them (not found), decided or withdrawn already (conflict).</summary>
    public async Task WithdrawAsync(CurrentUser currentUser, int approvalId, CancellationToken ct)
    {
        currentUser.Require(RequestPermission);
        await using var db = contexts.CreateDbContext();
        var asked = db.Set<Approval>().AskedBy(currentUser);
        var approval = await asked.SingleOrDefaultAsync(a => a.Id == approvalId, ct)
            ?? throw DomainException.NotFound("Request not found.");
        await new ApprovalClosing(db, team, currentUser, time.GetUtcNow().UtcDateTime).CloseAsync(
            approval,
            asked.Where(a => a.State == ApprovalState.Pending),
            ApprovalState.Withdrawn,
            null,
            null,
            ct
        );
        await notifier.PublishAsync(ActivityQueries.Topic);
    }

    private async Task<Requester?> RequesterAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int? forUserId,
        CancellationToken ct
    )
    {
        if (forUserId is { } id && id != currentUser.UserId)
            return await SalesTeamQueries
                .PeopleOf(db, currentUser)
                .Where(p => p.Active && p.Id == id)
                .Select(p => new Requester(p.Id, p.Name, p.Branch))
                .SingleOrDefaultAsync(ct);
        var own = await access.OwnAsync(currentUser, ct);
        return new Requester(currentUser.UserId, own.Name, own.Region);
    }

    private static Dictionary<string, string> ProblemsOf(NewRequest request)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Enum.IsDefined(request.Kind))
            problems["kind"] = "Unknown kind of request.";
        var title = request.Title.Trim().Length;
        if (title == 0)
            problems["title"] = "Say in a few words what it is for.";
        else if (title > MaxTitle)
            problems["title"] = $"A title may have {MaxTitle} characters; this one has {title}.";
        if (request.Description?.Trim().Length > MaxDescription)
            problems["description"] =
                $"Details may have {MaxDescription} characters; these have {request.Description.Trim().Length}.";
        if (
            AmountProblem(
                ApprovalKinds.AmountOf(request.Kind),
                ApprovalKinds.NameOf(request.Kind).ToLowerInvariant(),
                request.Rupees
            ) is
            { } amount
        )
            problems["amount"] = amount;
        return problems;
    }

    private static string? AmountProblem(AmountRule rule, string kind, decimal? rupees) =>
        (rule, rupees) switch
        {
            (AmountRule.Required, null) => "Give the amount in rupees.",
            (AmountRule.None, not null) => $"A {kind} has no amount; leave it out.",
            (_, <= 0) => "The amount must be more than ₹0.",
            (_, > MaxRupees) => $"The amount may be {Money.FromRupees(MaxRupees).ToRupeeText()} at most.",
            (_, { } given) when decimal.Round(given, 2) != given =>
                "An amount has two decimals at most: rupees and paise.",
            _ => null,
        };

    private static Approval ToApproval(
        CurrentUser currentUser,
        NewRequest request,
        Requester requester,
        DateTime now
    ) =>
        new()
        {
            Kind = request.Kind,
            Title = request.Title.Trim(),
            Description = request.Description?.Trim() ?? "",
            AmountPaise = request.Rupees is { } rupees ? Money.FromRupees(rupees).Paise : null,
            RequestedById = requester.Id,
            EnteredById = requester.Id == currentUser.UserId ? null : currentUser.UserId,
            RequestedAt = now,
            Branch = requester.Branch,
        };

    private sealed record Requester(int Id, string Name, string? Branch);
}
