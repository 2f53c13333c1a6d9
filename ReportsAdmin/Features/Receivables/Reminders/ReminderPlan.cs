using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>What a simulation is narrowed to, within the current user's scope.</summary>
/// <param name="Day">The day by the company's calendar; runs are of today only.</param>
/// <param name="EngineerId">0 means: nobody assigned.</param>
public sealed record ReminderFilter(DateOnly Day, string? Region = null, int? EngineerId = null);

/// <summary>What would become of a customer on the day.</summary>
public sealed record PlannedReminder
{
    public required int CustomerId { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    public int? EngineerId { get; init; }

    public string? EngineerName { get; init; }

    public string? EngineerEmail { get; init; }

    public required ReminderVerdict Verdict { get; init; }

    /// <summary>The step; null when none is due.</summary>
    public StepDraft? Step { get; init; }

    /// <summary>The addresses that take mail.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The invoices of the step.</summary>
    public IReadOnlyList<RemindedInvoice> Invoices { get; init; } = [];

    /// <summary>Every overdue invoice that is not wholly in dispute, whatever was reminded.</summary>
    public IReadOnlyList<RemindedInvoice> AllOverdue { get; init; } = [];

    /// <summary>Why it is left out, in words: the promise, the reason that a person gave, the day of the last mail.</summary>
    public string? Why { get; init; }

    public required ReminderSums Sums { get; init; }

    public Money Overdue { get; init; }

    public Money Amount => Sums.Due;

    /// <summary>What the placeholders of the step's texts stand for.</summary>
    /// <param name="named">The invoices that the mail names.</param>
    internal ReminderFacts Facts(string company, DateOnly day, IReadOnlyList<RemindedInvoice> named) =>
        new(Name, Code, company, EngineerName, day, Overdue, Sums.Credits, named);

    /// <summary>The same while the mail would be the same, and for a call while it would be about the same.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{CustomerId}|{Name}|{Code}|{Verdict}|{Step}|{Overdue.Paise}|{Sums.Total.Paise}|"
        );
        text.Append(CultureInfo.InvariantCulture, $"{Sums.Credits.Paise}|{EngineerId}|{EngineerName}|{EngineerEmail}|");
        text.AppendJoin(',', Addresses);
        foreach (var invoice in Invoices)
            text.Append('|').Append(invoice);
        return ReminderPlan.Hash(text.ToString());
    }
}

/// <summary>Where what a customer owes is. The parts add up to <see cref="Total"/>, the outstanding of the ledger.</summary>
/// <param name="Due">Of the step of the day, sent or left out.</param>
/// <param name="Later">Has reached a lower step, which comes with another run.</param>
/// <param name="Taken">Reminded before, by the step that it has reached.</param>
/// <param name="NotYet">Has not reached a step.</param>
/// <param name="Undated">Has no date, so it reaches none.</param>
public sealed record ReminderSums(
    Money Due,
    Money Later,
    Money Taken,
    Money Disputed,
    Money NotYet,
    Money Undated,
    Money Credits
)
{
    public static readonly ReminderSums None = new(
        Money.Zero,
        Money.Zero,
        Money.Zero,
        Money.Zero,
        Money.Zero,
        Money.Zero,
        Money.Zero
    );

    public Money Total => Due + Later + Taken + Disputed + NotYet + Undated + Credits;

    public static ReminderSums operator +(ReminderSums a, ReminderSums b) =>
        new(
            a.Due + b.Due,
            a.Later + b.Later,
            a.Taken + b.Taken,
            a.Disputed + b.Disputed,
            a.NotYet + b.NotYet,
            a.Undated + b.Undated,
            a.Credits + b.Credits
        );
}

/// <summary>The simulation of a day: every customer who owes anything, those of the day first.</summary>
/// <param name="Month">The month of the figures.</param>
/// <param name="OldPlaces">Departments and regions whose figures are too old: <c>Pump, Pune (Mar-26)</c>.</param>
internal sealed record ReminderPlan(
    LadderView Ladder,
    ReminderFilter Filter,
    Period Month,
    IReadOnlyList<PlannedReminder> Rows,
    IReadOnlyList<string> OldPlaces
)
{
    /// <summary>Names what would be sent: another one as soon as one mail would be another.</summary>
    public string Token =>
        Hash(
            string.Join(
                '\n',
                Rows.Where(r => r.Verdict == ReminderVerdict.Due)
                    .Select(r => r.Fingerprint())
                    .Prepend(Filter.Day.ToString("O", CultureInfo.InvariantCulture))
            )
        );

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
