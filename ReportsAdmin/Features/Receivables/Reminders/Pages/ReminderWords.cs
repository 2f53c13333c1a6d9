using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Reminders.Pages;

/// <summary>Verdicts, steps and states in words, and the words of the API.</summary>
public static class ReminderWords
{
    /// <summary>Why a customer is left out, in the order of the list; nothing due is no reason.</summary>
    public static readonly IReadOnlyList<ReminderVerdict> LeftOut =
    [
        ReminderVerdict.OldData,
        ReminderVerdict.Disputed,
        ReminderVerdict.Promised,
        ReminderVerdict.Stopped,
        ReminderVerdict.Credit,
        ReminderVerdict.Recent,
        ReminderVerdict.NoAddress,
        ReminderVerdict.Bounced,
        ReminderVerdict.NoEngineer,
        ReminderVerdict.UpToDate,
    ];

    public static string Of(ReminderVerdict verdict) =>
        verdict switch
        {
            ReminderVerdict.Due => "To remind",
            ReminderVerdict.NothingDue => "Nothing overdue",
            ReminderVerdict.Disputed => "In dispute",
            ReminderVerdict.OldData => "Figures too old",
            ReminderVerdict.Stopped => "No reminders",
            ReminderVerdict.Credit => "Credit balance",
            ReminderVerdict.Promised => "Promised",
            ReminderVerdict.UpToDate => "Reminded already",
            ReminderVerdict.Recent => "Mailed recently",
            ReminderVerdict.NoAddress => "No address",
            ReminderVerdict.Bounced => "Address bounced",
            _ => "No engineer to call",
        };

    public static Tone ToneOf(ReminderVerdict verdict) =>
        verdict switch
        {
            ReminderVerdict.Due => Tone.Info,
            ReminderVerdict.OldData or ReminderVerdict.Bounced => Tone.Bad,
            ReminderVerdict.NoAddress or ReminderVerdict.NoEngineer or ReminderVerdict.Disputed => Tone.Warn,
            _ => Tone.Neutral,
        };

    public static string Of(ReminderBasis basis) => basis == ReminderBasis.InvoiceDate ? "Invoice date" : "Due date";

    public static string Of(ReminderAction action) =>
        action == ReminderAction.Call ? "The engineer is told to call" : "The customer gets a mail";

    public static string Of(StatementFile file) =>
        file switch
        {
            StatementFile.Pdf => "PDF",
            StatementFile.Excel => "Excel",
            _ => "None",
        };

    public static string StepOf(int days, ReminderAction action) =>
        action switch
        {
            ReminderAction.Call => $"Day {days}: call",
            ReminderAction.Statement => "Statement",
            _ => $"Day {days}",
        };

    public static (string Text, Tone Tone) Of(MailFate fate) =>
        fate switch
        {
            MailFate.Sent => ("Sent", Tone.Good),
            MailFate.Failed => ("Failed", Tone.Bad),
            MailFate.Bounced => ("Bounced", Tone.Bad),
            MailFate.Refused => ("Address refused", Tone.Bad),
            _ => ("Queued", Tone.Neutral),
        };

    /// <summary>What became of a reminder as a whole: the worst of its mails to the customer.</summary>
    public static (string Text, Tone Tone) Of(ReminderRow row) =>
        row.State == ReminderState.Skipped ? ("Not sent", Tone.Warn)
        : row.State == ReminderState.Planned ? ("Planned", Tone.Neutral)
        : row.Action == ReminderAction.Call ? ("Engineer told", Tone.Good)
        : Of(FateOf(row));

    internal static MailFate FateOf(ReminderRow row)
    {
        var fates = row.Mails.Where(m => !m.IsCopy).Select(m => m.Fate).ToList();
        return ((MailFate[])[MailFate.Bounced, MailFate.Refused, MailFate.Failed, MailFate.Queued])
            .Where(fates.Contains)
            .Cast<MailFate?>()
            .FirstOrDefault()
            ?? MailFate.Sent;
    }

    public static (string Text, Tone Tone) Of(ReminderRunRow run) =>
        run.Job switch
        {
            JobState.Running => ("Sending", Tone.Info),
            JobState.Scheduled or JobState.Pending => ("Waiting", Tone.Neutral),
            JobState.Failed => ("Failed", Tone.Bad),
            JobState.Cancelled => ("Cancelled", Tone.Warn),
            _ when run.Skipped > 0 => ("Done in part", Tone.Warn),
            _ => ("Done", Tone.Good),
        };
}
