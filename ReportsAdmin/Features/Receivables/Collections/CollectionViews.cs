using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Which customers of the worklist are shown.</summary>
public enum WorklistPart
{
    /// <summary>Not contacted today, and waiting neither for a day to call again nor for a promise.</summary>
    ToCall,

    /// <summary>Contacted today, or waiting for a day to call again or for a promise.</summary>
    Waiting,
    All,
}

/// <summary>What the worklist is narrowed to, within the current user's scope.</summary>
/// <param name="EngineerId">0 means: nobody assigned.</param>
/// <param name="CustomerId">One customer, whatever part of the list they are in.</param>
public sealed record WorklistFilter(
    int? EngineerId = null,
    string? Region = null,
    WorklistPart Part = WorklistPart.ToCall,
    int? CustomerId = null
);

/// <summary>A promise that is not decided and whose day is not over.</summary>
public sealed record OpenPromise(Money Amount, DateOnly DueOn);

/// <summary>A customer of the worklist.</summary>
public sealed record WorklistRow
{
    public required int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    public int? EngineerId { get; init; }

    public string? EngineerName { get; init; }

    public required string Phone { get; init; }

    public required CollectionFacts Facts { get; init; }

    public required CollectionScore Score { get; init; }

    /// <summary>The last line of the contact log, whatever came of it; null when there is none.</summary>
    public LastContact? Last { get; init; }

    public OpenPromise? Promise { get; init; }

    public required bool MayEdit { get; init; }
}

/// <param name="At">UTC.</param>
public sealed record LastContact(DateTime At, ContactOutcome Outcome, string ByName, string Note, DateOnly? FollowUpOn);

/// <summary>A page of the worklist, with the amount at risk of all customers that matched.</summary>
public sealed record Worklist(Page<WorklistRow> Page, Money AtRisk);

/// <summary>A line of the contact log.</summary>
/// <param name="IsCorrected">Taken back by a later line.</param>
public sealed record ContactRow(
    long Id,
    int CustomerId,
    DateTime At,
    string ByName,
    ContactOutcome Outcome,
    string Note,
    DateOnly? FollowUpOn,
    bool IsCorrected
);

/// <summary>What the list of promises is narrowed to, within the current user's scope.</summary>
/// <param name="EngineerId">Who was responsible when it was made; 0 means nobody.</param>
/// <param name="Month">The month of the day by which it was to be paid.</param>
public sealed record PromiseFilter(
    PromiseStatus? Status = null,
    int? EngineerId = null,
    string? Region = null,
    int? CustomerId = null,
    int? DepartmentId = null,
    Ledger.Period? Month = null
);

/// <summary>A promise and what became of it.</summary>
public sealed record PromiseRow
{
    public required int Id { get; init; }

    public required int CustomerId { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    public required Money Amount { get; init; }

    public required DateOnly DueOn { get; init; }

    public required Money Received { get; init; }

    public required PromiseStatus Status { get; init; }

    /// <summary>The day is over and no sheet has decided yet.</summary>
    public required bool AwaitsSheet { get; init; }

    /// <summary>The month whose sheet decided; null while none has.</summary>
    public Ledger.Period? DecidedBy { get; init; }

    public required DateTime MadeAt { get; init; }

    public required string ByName { get; init; }

    public string? EngineerName { get; init; }
}

/// <summary>How promises were kept. Open and withdrawn ones are not in the rate.</summary>
public sealed record KeptRate(int Kept, int PartKept, int Broken, int Open)
{
    public int Decided => Kept + PartKept + Broken;

    /// <summary>Kept in full, of those decided; null when none is.</summary>
    public int? Percent => Decided == 0 ? null : (int)Math.Round(100m * Kept / Decided, MidpointRounding.AwayFromZero);
}

/// <param name="EngineerId">Null: nobody was responsible.</param>
public sealed record EngineerRate(int? EngineerId, string Name, KeptRate Rate);

public sealed record PromiseList(Page<PromiseRow> Page, KeptRate Rate, IReadOnlyList<EngineerRate> Engineers);

/// <summary>What a person logs.</summary>
public sealed record NewContact(
    ContactOutcome Outcome,
    string Note = "",
    DateOnly? FollowUpOn = null,
    PromiseTerms? Promise = null
);

public sealed record PromiseTerms(Money Amount, DateOnly DueOn);

/// <summary>What was logged.</summary>
public sealed record LoggedContact(long EntryId, int? PromiseId);
