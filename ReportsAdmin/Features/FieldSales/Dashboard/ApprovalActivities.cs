using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Dashboard;

/// <summary>What the feed tells of requests. The amount and the reason of a rejection stay with the request.</summary>
internal static class ApprovalActivities
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A JSON object as the feed keeps it; what is null is left out.</summary>
    public static string Json(object metadata) => JsonSerializer.Serialize(metadata, Readable);

    /// <param name="enteredBy">The name of who entered it for them; null where they did so themselves.</param>
    public static Activity Requested(Approval approval, string requester, string? enteredBy) =>
        new()
        {
            At = approval.RequestedAt,
            Type = ActivityTypes.ApprovalRequested,
            Title = $"{ApprovalKinds.NameOf(approval.Kind)} requested",
            Description = $"{approval.Title} of {requester}",
            Status = "pending",
            UserId = approval.RequestedById,
            Branch = approval.Branch,
            Metadata = Json(
                new
                {
                    kind = ApprovalKinds.KeyOf(approval.Kind),
                    requestedBy = requester,
                    enteredBy,
                }
            ),
        };

    /// <param name="end">Approved, rejected or withdrawn.</param>
    public static Activity Ended(Approval approval, string requester, ApprovalState end, int byId, DateTime at) =>
        new()
        {
            At = at,
            Type = ActivityTypes.ApprovalDecided,
            Title = $"{ApprovalKinds.NameOf(approval.Kind)} {VerbOf(end)}",
            Description = $"{approval.Title} of {requester}",
            Status = end == ApprovalState.Approved ? "completed" : "failed",
            UserId = byId == CurrentUser.System.UserId ? null : byId,
            Branch = approval.Branch,
            Metadata = Json(
                new
                {
                    kind = ApprovalKinds.KeyOf(approval.Kind),
                    requestedBy = requester,
                    decision = VerbOf(end),
                }
            ),
        };

    public static string VerbOf(ApprovalState end) =>
        end switch
        {
            ApprovalState.Approved => "approved",
            ApprovalState.Rejected => "rejected",
            _ => "withdrawn",
        };
}
