using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Reminders.Api;

/// <param name="On">Reminders are sent; otherwise they are only simulated.</param>
/// <param name="Basis"><c>dueDate</c> or <c>invoiceDate</c>: from where days count.</param>
/// <param name="CreditDays">Days that an invoice without a due date is given.</param>
/// <param name="PauseDays">A customer gets at most one mail in so many days.</param>
/// <param name="DailyHour">The hour of the run of every day; null for none.</param>
public sealed record LadderResponse(
    bool On,
    string Basis,
    int CreditDays,
    int PauseDays,
    int? DailyHour,
    IEnumerable<LadderStepResponse> Steps
)
{
    public static LadderResponse From(LadderView view) =>
        new(
            view.Ladder.IsOn,
            view.Ladder.Basis == ReminderBasis.DueDate ? "dueDate" : "invoiceDate",
            view.Ladder.CreditDays,
            view.Ladder.PauseDays,
            view.Ladder.DailyHour,
            view.Ladder.Steps.Select(s => new LadderStepResponse(
                s.Days,
                ReminderNames.Of(s.Action),
                s.Subject,
                s.Text,
                s.Statement switch
                {
                    StatementFile.Pdf => "pdf",
                    StatementFile.Excel => "excel",
                    _ => "none",
                },
                s.CopiesEngineer
            ))
        );
}

/// <param name="Action"><c>mail</c> or <c>call</c>.</param>
/// <param name="Statement"><c>none</c>, <c>pdf</c> or <c>excel</c>.</param>
public sealed record LadderStepResponse(
    int Days,
    string Action,
    string Subject,
    string Text,
    string Statement,
    bool CopiesEngineer
);

/// <param name="Token">Starts a run of exactly this.</param>
/// <param name="Month">The month of the figures.</param>
/// <param name="OldFigures">Departments and regions whose customers get nothing, because their figures are too old.</param>
/// <param name="Verdicts">All customers of the filter by what becomes of them.</param>
public sealed record SimulationResponse(
    string Token,
    DateOnly Day,
    string Month,
    bool On,
    IEnumerable<string> OldFigures,
    IEnumerable<VerdictResponse> Verdicts,
    OutstandingPartsResponse Outstanding,
    IEnumerable<PlannedReminderResponse> Customers
)
{
    public static SimulationResponse From(ReminderSimulation simulation) =>
        new(
            simulation.Token,
            simulation.Day,
            simulation.Month.ToString(),
            simulation.Ladder.IsOn,
            simulation.OldPlaces,
            simulation.Verdicts.Select(v => new VerdictResponse(
                ReminderVerdicts.NameOf(v.Verdict),
                v.Customers,
                v.Amount.Rupees
            )),
            OutstandingPartsResponse.From(simulation.Sums),
            simulation.Page.Rows.Select(PlannedReminderResponse.From)
        );
}

/// <param name="Amount">What the step of the day would name, in rupees.</param>
public sealed record VerdictResponse(string Verdict, int Customers, decimal Amount);

/// <summary>Where the outstanding is, in rupees; the parts add up to the total.</summary>
/// <param name="Step">Named by the step of the day, sent or left out.</param>
/// <param name="LowerStep">Reached a lower step, which comes with another run.</param>
public sealed record OutstandingPartsResponse(
    decimal Step,
    decimal LowerStep,
    decimal Reminded,
    decimal Disputed,
    decimal NotYet,
    decimal Undated,
    decimal Credits,
    decimal Total
)
{
    public static OutstandingPartsResponse From(ReminderSums sums) =>
        new(
            sums.Due.Rupees,
            sums.Later.Rupees,
            sums.Taken.Rupees,
            sums.Disputed.Rupees,
            sums.NotYet.Rupees,
            sums.Undated.Rupees,
            sums.Credits.Rupees,
            sums.Total.Rupees
        );
}

/// <param name="Verdict"><c>due</c> or why the customer is left out.</param>
/// <param name="StepDays">Null when no step is due.</param>
/// <param name="Addresses">That take mail.</param>
public sealed record PlannedReminderResponse(
    string CustomerId,
    string Code,
    string Name,
    string Region,
    string Verdict,
    string? Why,
    int? StepDays,
    string? Action,
    decimal Amount,
    decimal Overdue,
    IEnumerable<string> Addresses,
    IEnumerable<PlannedInvoiceResponse> Invoices
)
{
    public static PlannedReminderResponse From(PlannedReminder row) =>
        new(
            ApiId.Of(OutstandingIds.Customer, row.CustomerId),
            row.Code,
            row.Name,
            row.Region,
            ReminderVerdicts.NameOf(row.Verdict),
            row.Why,
            row.Step?.Days,
            row.Step is { } step ? ReminderNames.Of(step.Action) : null,
            row.Amount.Rupees,
            row.Overdue.Rupees,
            row.Addresses,
            row.Invoices.Select(i => new PlannedInvoiceResponse(
                ApiId.Of(OutstandingIds.Invoice, i.InvoiceId),
                i.Number,
                i.InvoiceDate,
                i.DueDate,
                i.Amount.Rupees,
                i.DaysOver
            ))
        );
}

/// <param name="DaysOver">Days after the date from which the ladder counts.</param>
public sealed record PlannedInvoiceResponse(
    string Id,
    string Number,
    DateOnly? InvoiceDate,
    DateOnly? DueDate,
    decimal Amount,
    int DaysOver
);

public sealed record StartedRunResponse(string Id);

/// <param name="Planned">Not written yet.</param>
/// <param name="Skipped">Not sent, because the data changed after the simulation.</param>
public sealed record ReminderRunResponse(
    string Id,
    DateTime StartedAt,
    string By,
    DateOnly Day,
    bool Running,
    int Planned,
    int Written,
    int Skipped,
    decimal Amount
)
{
    public static ReminderRunResponse From(ReminderRunRow run) =>
        new(
            ApiId.Of(OutstandingIds.ReminderRun, run.Id),
            run.StartedAt,
            run.ByName,
            run.Day,
            run.Job
                is ReportsAdmin.Platform.Jobs.JobState.Scheduled
                    or ReportsAdmin.Platform.Jobs.JobState.Pending
                    or ReportsAdmin.Platform.Jobs.JobState.Running,
            run.Planned,
            run.Written,
            run.Skipped,
            run.Amount.Rupees
        );
}

/// <param name="Action"><c>mail</c>, <c>call</c>, or <c>statement</c> for one that was sent outside of the ladder.</param>
/// <param name="State"><c>planned</c>, <c>written</c> or <c>skipped</c>.</param>
/// <param name="Why">Why it was skipped.</param>
public sealed record ReminderResponse(
    string Id,
    string RunId,
    string CustomerId,
    string Code,
    string Name,
    DateOnly Day,
    int StepDays,
    string Action,
    decimal Amount,
    int Invoices,
    string State,
    string? Why,
    IEnumerable<ReminderMailResponse> Mails
)
{
    public static ReminderResponse From(ReminderRow row) =>
        new(
            ApiId.Of(OutstandingIds.Reminder, row.Id),
            ApiId.Of(OutstandingIds.ReminderRun, row.RunId),
            ApiId.Of(OutstandingIds.Customer, row.CustomerId),
            row.Code,
            row.Name,
            row.Day,
            row.StepDays,
            ReminderNames.Of(row.Action),
            row.Amount.Rupees,
            row.Invoices,
            row.State.ToString().ToLowerInvariant(),
            row.SkippedWhy,
            row.Mails.Select(m => new ReminderMailResponse(
                m.To,
                m.IsCopy,
                m.Fate.ToString().ToLowerInvariant(),
                m.SentAt
            ))
        );
}

/// <param name="State"><c>queued</c>, <c>sent</c> (the mail server took it), <c>failed</c>, <c>refused</c> (the mail server refused the address) or <c>bounced</c>.</param>
/// <param name="Copy">To the engineer.</param>
public sealed record ReminderMailResponse(string To, bool Copy, string State, DateTime? SentAt);

/// <param name="Reminders">How many are marked.</param>
public sealed record BounceResponse(int Reminders);

internal static class ReminderNames
{
    public static string Of(ReminderAction action) =>
        action switch
        {
            ReminderAction.Call => "call",
            ReminderAction.Statement => "statement",
            _ => "mail",
        };
}
