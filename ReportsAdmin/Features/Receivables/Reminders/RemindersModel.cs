using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>Maps the tables of the ladder and of the log of reminders.</summary>
internal static class RemindersModel
{
    public static void Map(ModelBuilder model)
    {
        MapLadder(model);
        MapRuns(model);
    }

    private static void MapLadder(ModelBuilder model)
    {
        model.Entity<LadderSettings>(e =>
        {
            e.ToTable("reminder_ladder");
            e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            e.Property(x => x.IsOn).HasColumnName("is_on");
            e.Property(x => x.Basis).HasColumnName("basis");
            e.Property(x => x.CreditDays).HasColumnName("credit_days");
            e.Property(x => x.PauseDays).HasColumnName("pause_days");
            e.Property(x => x.DailyHour).HasColumnName("daily_hour");
            e.Property(x => x.Version).HasColumnName("version");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
            e.Property(x => x.ChangedByName).HasColumnName("changed_by_name").HasMaxLength(200);
        });
        model.Entity<ReminderStep>(e =>
        {
            e.ToTable("reminder_steps");
            e.HasKey(x => x.Days);
            e.Property(x => x.Days).HasColumnName("days").ValueGeneratedNever();
            e.Property(x => x.Action).HasColumnName("action");
            e.Property(x => x.Subject).HasColumnName("subject").HasMaxLength(ReminderStep.MaxSubject);
            e.Property(x => x.Text).HasColumnName("text").HasMaxLength(ReminderStep.MaxText);
            e.Property(x => x.Statement).HasColumnName("statement");
            e.Property(x => x.CopiesEngineer).HasColumnName("copies_engineer");
        });
    }

    private static void MapRuns(ModelBuilder model)
    {
        model.Entity<ReminderRun>(e =>
        {
            e.ToTable("reminder_runs");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.StartedAt).HasColumnName("started_at");
            e.Property(x => x.ById).HasColumnName("by_id");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
            e.Property(x => x.Day).HasColumnName("day");
            e.Property(x => x.JobId).HasColumnName("job_id");
            e.Property(x => x.FinishedAt).HasColumnName("finished_at");
        });
        model.Entity<Reminder>(e =>
        {
            e.ToTable("reminders");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.RunId).HasColumnName("run_id");
            e.Property(x => x.CustomerId).HasColumnName("customer_id");
            e.Property(x => x.Day).HasColumnName("day");
            e.Property(x => x.StepDays).HasColumnName("step_days");
            e.Property(x => x.Action).HasColumnName("action");
            e.Property(x => x.AmountPaise).HasColumnName("amount_paise");
            e.Property(x => x.Invoices).HasColumnName("invoices");
            e.Property(x => x.Fingerprint).HasColumnName("fingerprint").HasMaxLength(64);
            e.Property(x => x.EngineerId).HasColumnName("engineer_id");
            e.Property(x => x.State).HasColumnName("state");
            e.Property(x => x.SkippedWhy).HasColumnName("skipped_why").HasMaxLength(Reminder.MaxWhy);
            e.HasIndex(x => new { x.RunId, x.State });
            e.HasIndex(x => new { x.CustomerId, x.Day });
        });
        model.Entity<ReminderItem>(e =>
        {
            e.ToTable("reminder_items");
            e.HasKey(x => new { x.ReminderId, x.InvoiceId });
            e.Property(x => x.ReminderId).HasColumnName("reminder_id");
            e.Property(x => x.InvoiceId).HasColumnName("invoice_id");
            e.Property(x => x.StepDays).HasColumnName("step_days");
            e.Property(x => x.AmountPaise).HasColumnName("amount_paise");
            e.Property(x => x.Counts).HasColumnName("counts");
            e.HasIndex(x => x.InvoiceId);
            // A debt is reminded once by each step, whoever starts runs at the same moment.
            e.HasIndex(x => new { x.InvoiceId, x.StepDays }, "ix_reminder_items_once").IsUnique().HasFilter("counts");
        });
        model.Entity<ReminderMail>(e =>
        {
            e.ToTable("reminder_mails");
            e.HasKey(x => new { x.ReminderId, x.Position });
            e.Property(x => x.ReminderId).HasColumnName("reminder_id");
            e.Property(x => x.Position).HasColumnName("position");
            e.Property(x => x.MailId).HasColumnName("mail_id");
            e.Property(x => x.ToAddress).HasColumnName("to_address").HasMaxLength(MailAddresses.MaxLength);
            e.Property(x => x.IsCopy).HasColumnName("is_copy");
            e.Property(x => x.Fate).HasColumnName("fate");
            e.Property(x => x.BouncedAt).HasColumnName("bounced_at");
            e.HasIndex(x => x.MailId);
            e.HasIndex(x => x.ToAddress);
        });
    }
}
