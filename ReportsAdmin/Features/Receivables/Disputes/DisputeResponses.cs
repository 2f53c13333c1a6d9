using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <param name="Amount">What all that matched are about, in rupees.</param>
/// <param name="Overdue">How many of all that matched are open with their day over.</param>
public sealed record DisputesResponse(IEnumerable<DisputeResponse> Disputes, decimal Amount, int Overdue)
{
    public static DisputesResponse From(DisputeList list) =>
        new(list.Page.Rows.Select(DisputeResponse.From), list.Amount.Rupees, list.Overdue);
}

/// <summary>A dispute. Amounts in rupees.</summary>
/// <param name="Reason">Null when none was given.</param>
/// <param name="Amount">What is in dispute: of an open one no more than is still owed.</param>
/// <param name="IsWhole">It is about all that is owed.</param>
/// <param name="Owed">What is owed on the invoice in the latest month.</param>
/// <param name="State"><c>open</c> or <c>settled</c>.</param>
/// <param name="Outcome"><c>accepted</c>, <c>acceptedInPart</c>, <c>rejected</c> or <c>withdrawn</c>; null while it is open.</param>
/// <param name="DaysLeft">Days until the answer is due, negative when the day is over; null of a settled one.</param>
/// <param name="DaysOpen">Days that it has been, or was, open.</param>
/// <param name="Messages">How many lines people wrote.</param>
/// <param name="Revision">Raised by each change.</param>
public sealed record DisputeResponse
{
    public required string Id { get; init; }

    public required string InvoiceId { get; init; }

    public required string InvoiceNumber { get; init; }

    public required string CustomerId { get; init; }

    public required string CustomerCode { get; init; }

    public required string CustomerName { get; init; }

    public required string Region { get; init; }

    public required string? Reason { get; init; }

    public required string? OwnerId { get; init; }

    public required string? OwnerName { get; init; }

    public required decimal Amount { get; init; }

    public required bool IsWhole { get; init; }

    public required decimal Owed { get; init; }

    public required string State { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required string OpenedBy { get; init; }

    public required DateOnly AnswerBy { get; init; }

    public required int? DaysLeft { get; init; }

    public required int DaysOpen { get; init; }

    public required string? Outcome { get; init; }

    public required decimal? Accepted { get; init; }

    public required DateTime? ClosedAt { get; init; }

    public required string? ClosedBy { get; init; }

    public required int Messages { get; init; }

    public required int Files { get; init; }

    public required int Revision { get; init; }

    public required bool MayAct { get; init; }

    public static DisputeResponse From(DisputeRow row) =>
        new()
        {
            Id = ApiId.Of(OutstandingIds.Dispute, row.Id),
            InvoiceId = ApiId.Of(OutstandingIds.Invoice, row.InvoiceId),
            InvoiceNumber = row.InvoiceNumber,
            CustomerId = ApiId.Of(OutstandingIds.Customer, row.CustomerId),
            CustomerCode = row.CustomerCode,
            CustomerName = row.CustomerName,
            Region = row.Region,
            Reason = row.Reason.Length == 0 ? null : row.Reason,
            OwnerId = row.OwnerId is { } owner ? ApiId.Of(ApiId.User, owner) : null,
            OwnerName = row.OwnerName,
            Amount = row.Amount.Rupees,
            IsWhole = row.IsWhole,
            Owed = row.Owed.Rupees,
            State = row.IsOpen ? "open" : "settled",
            OpenedAt = row.OpenedAt,
            OpenedBy = row.OpenedByName,
            AnswerBy = row.AnswerBy,
            DaysLeft = row.DaysLeft,
            DaysOpen = row.DaysOpen,
            Outcome = row.Outcome is { } outcome ? DisputeOutcomes.NameOf(outcome) : null,
            Accepted = row.IsOpen ? null : row.Accepted.Rupees,
            ClosedAt = row.ClosedAt,
            ClosedBy = row.ClosedByName,
            Messages = row.Messages,
            Files = row.Files,
            Revision = row.Revision,
            MayAct = row.MayAct,
        };
}

/// <param name="Conversation">The oldest line first.</param>
public sealed record DisputeDetailsResponse(
    DisputeResponse Dispute,
    IEnumerable<DisputeMessageResponse> Conversation,
    IEnumerable<DisputeFileResponse> Attachments
)
{
    public static DisputeDetailsResponse From(DisputeDetails details) =>
        new(
            DisputeResponse.From(details.Row),
            details.Messages.Select(DisputeMessageResponse.From),
            details.Files.Select(DisputeFileResponse.From)
        );
}

/// <param name="Kind"><c>said</c> for what a person wrote; <c>opened</c>, <c>changed</c>, <c>settled</c>, <c>reopened</c> or <c>attached</c> for what happened.</param>
public sealed record DisputeMessageResponse(string Id, DateTime At, string By, string Kind, string Text)
{
    public static DisputeMessageResponse From(DisputeMessageRow row) =>
        new(
            ApiId.Of(OutstandingIds.DisputeMessage, row.Id),
            row.At,
            row.ByName,
            row.Kind switch
            {
                DisputeMessageKind.Opened => "opened",
                DisputeMessageKind.Changed => "changed",
                DisputeMessageKind.Settled => "settled",
                DisputeMessageKind.Reopened => "reopened",
                DisputeMessageKind.Attached => "attached",
                _ => "said",
            },
            row.Text
        );
}

public sealed record DisputeMessageIdResponse(string Id);

/// <param name="Size">In bytes.</param>
public sealed record DisputeFileResponse(string Id, string FileName, long Size, DateTime At, string By)
{
    public static DisputeFileResponse From(DisputeFileRow row) =>
        new(ApiId.Of(OutstandingIds.DisputeFile, row.Id), row.FileName, row.Size, row.At, row.ByName);
}
