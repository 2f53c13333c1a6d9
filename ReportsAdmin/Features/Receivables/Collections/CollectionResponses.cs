using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>A customer of the worklist. Amounts in rupees.</summary>
/// <param name="Phone">Null when there is none.</param>
/// <param name="OldestDays">Age of the oldest item at risk; null when none has a date.</param>
public sealed record WorklistRowResponse(
    string Id,
    string Code,
    string Name,
    string Region,
    string? EngineerId,
    string? EngineerName,
    string? Phone,
    int Score,
    IEnumerable<ScoreReasonResponse> Reasons,
    decimal AtRisk,
    decimal Disputed,
    int? OldestDays,
    LastContactResponse? LastContact,
    OpenPromiseResponse? Promise,
    bool MayEdit
)
{
    public static WorklistRowResponse From(WorklistRow row) =>
        new(
            ApiId.Of(OutstandingIds.Customer, row.Id),
            row.Code,
            row.Name,
            row.Region,
            row.EngineerId is { } engineer ? ApiId.Of(ApiId.User, engineer) : null,
            row.EngineerName,
            row.Phone.Length == 0 ? null : row.Phone,
            row.Score.Points,
            row.Score.Reasons.Select(r => new ScoreReasonResponse(r.Key, r.Words, r.Points)),
            row.Facts.AtRisk.Rupees,
            row.Facts.Disputed.Rupees,
            row.Facts.OldestDays,
            row.Last is { } last
                ? new LastContactResponse(last.At, ContactOutcomes.NameOf(last.Outcome), last.ByName, last.FollowUpOn)
                : null,
            row.Promise is { } promise ? new OpenPromiseResponse(promise.Amount.Rupees, promise.DueOn) : null,
            row.MayEdit
        );
}

/// <param name="Key"><c>amount</c>, <c>age</c>, <c>promises</c>, <c>silence</c>, <c>delay</c> or <c>dispute</c>.</param>
/// <param name="Points">Negative for a dispute.</param>
public sealed record ScoreReasonResponse(string Key, string Text, int Points);

public sealed record LastContactResponse(DateTime At, string Outcome, string By, DateOnly? FollowUpOn);

public sealed record OpenPromiseResponse(decimal Amount, DateOnly DueOn);

/// <param name="Corrected">Taken back.</param>
public sealed record ContactEntryResponse(
    string Id,
    string CustomerId,
    DateTime At,
    string By,
    string Outcome,
    string Note,
    DateOnly? FollowUpOn,
    bool Corrected
)
{
    public static ContactEntryResponse From(ContactRow row) =>
        new(
            ApiId.Of(OutstandingIds.Contact, row.Id),
            ApiId.Of(OutstandingIds.Customer, row.CustomerId),
            row.At,
            row.ByName,
            ContactOutcomes.NameOf(row.Outcome),
            row.Note,
            row.FollowUpOn,
            row.IsCorrected
        );
}

/// <param name="PromiseId">Null when nothing was promised.</param>
public sealed record LoggedContactResponse(string Id, string? PromiseId)
{
    public static LoggedContactResponse From(LoggedContact logged) =>
        new(
            ApiId.Of(OutstandingIds.Contact, logged.EntryId),
            logged.PromiseId is { } promise ? ApiId.Of(OutstandingIds.Promise, promise) : null
        );
}

public sealed record CorrectedResponse(string Id, bool Corrected);

/// <param name="Engineers">The kept rate of each engineer who was responsible.</param>
public sealed record PromisesResponse(
    IEnumerable<PromiseResponse> Promises,
    KeptRateResponse Rate,
    IEnumerable<EngineerRateResponse> Engineers
)
{
    public static PromisesResponse From(PromiseList list) =>
        new(
            list.Page.Rows.Select(PromiseResponse.From),
            KeptRateResponse.From(list.Rate),
            list.Engineers.Select(e => new EngineerRateResponse(
                e.EngineerId is { } id ? ApiId.Of(ApiId.User, id) : null,
                e.Name,
                KeptRateResponse.From(e.Rate)
            ))
        );
}

/// <summary>A promise to pay. Amounts in rupees.</summary>
/// <param name="Status"><c>open</c>, <c>kept</c>, <c>partKept</c>, <c>broken</c> or <c>withdrawn</c>.</param>
/// <param name="AwaitsSheet">The day is over and no sheet has decided yet.</param>
/// <param name="DecidedBy">The month whose sheet decided, as <c>Apr-26</c>.</param>
public sealed record PromiseResponse(
    string Id,
    string CustomerId,
    string CustomerCode,
    string CustomerName,
    string Region,
    decimal Amount,
    DateOnly DueOn,
    decimal Received,
    string Status,
    bool AwaitsSheet,
    string? DecidedBy,
    DateTime MadeAt,
    string By,
    string? EngineerName
)
{
    public static PromiseResponse From(PromiseRow row) =>
        new(
            ApiId.Of(OutstandingIds.Promise, row.Id),
            ApiId.Of(OutstandingIds.Customer, row.CustomerId),
            row.Code,
            row.Name,
            row.Region,
            row.Amount.Rupees,
            row.DueOn,
            row.Received.Rupees,
            PromiseStatuses.NameOf(row.Status),
            row.AwaitsSheet,
            row.DecidedBy?.ToString(),
            row.MadeAt,
            row.ByName,
            row.EngineerName
        );
}

/// <param name="Percent">Kept in full of those decided; null when none is.</param>
public sealed record KeptRateResponse(int Kept, int PartKept, int Broken, int Open, int? Percent)
{
    public static KeptRateResponse From(KeptRate rate) =>
        new(rate.Kept, rate.PartKept, rate.Broken, rate.Open, rate.Percent);
}

/// <param name="EngineerId">Null: nobody was responsible.</param>
public sealed record EngineerRateResponse(string? EngineerId, string Name, KeptRateResponse Rate);
