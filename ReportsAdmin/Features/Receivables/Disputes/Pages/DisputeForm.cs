using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Disputes.Pages;

/// <summary>What is being filled in about a dispute.</summary>
public sealed class DisputeForm
{
    public IReadOnlyList<string> Reasons { get; init; } = [];

    public IReadOnlyList<DisputeOwner> Owners { get; init; } = [];

    public string? Reason { get; set; }

    public DisputeOwner? Owner { get; set; }

    /// <summary>Who it is when nobody is chosen.</summary>
    public string NoOwnerText { get; init; } = "Nobody";

    /// <summary>What is owed on the invoice; null where several are opened, each about all that is owed.</summary>
    public Money? Owed { get; init; }

    public string Amount { get; set; } = "";

    public DateTime? AnswerBy { get; set; }

    public string Message { get; set; } = "";

    public IReadOnlyDictionary<string, string> Problems { get; set; } = new Dictionary<string, string>();

    public string? Problem(string field) => Problems.GetValueOrDefault(field);

    /// <summary>The day as it is; null when none was chosen.</summary>
    public DateOnly? Day => AnswerBy is { } day ? DateOnly.FromDateTime(day) : null;

    /// <summary>The amount, null for all that is owed; false where something cannot be read or is missing, which <see cref="Problems"/> then says.</summary>
    public bool TryRead(out Money? amount)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        amount = DisputeWords.Typed(Amount, out var readable);
        if (!readable)
            problems["amount"] = $"“{Amount.Trim()}” is not an amount. Write it as 1234.50.";
        if (string.IsNullOrWhiteSpace(Reason))
            problems["reason"] = "Choose a reason.";
        if (AnswerBy is null)
            problems["answerBy"] = "Choose a day.";
        if (Owed is null || amount == Owed)
            amount = null;
        Problems = problems;
        return problems.Count == 0;
    }
}
