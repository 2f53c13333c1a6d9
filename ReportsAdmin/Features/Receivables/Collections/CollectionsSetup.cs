using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Registers collections with the room.</summary>
internal static class CollectionsSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<CollectionOptions>());
        services.AddSingleton<CollectionQueries>();
        services.AddSingleton<KpiQueries>();
        services.AddSingleton<CollectionCommands>();
        services.AddSingleton<MentionQueries>();
        services.AddSingleton<Mentions>();
        services.AddSingleton<IDaySource, CollectionsDay>();
        services.AddSingleton<IJobHandler, PromiseReminders>();
        services.AddSingleton(PromiseReminders.EveryMorning);
        services.AddAuditedEvents<ContactEntry>(Logged);
    }

    /// <summary>What was said stays in the log of the customer; the audit log says that something was logged.</summary>
    private static AuditEntry Logged(ContactEntry entry, DbContext db) =>
        AuditExtensions.New(
            AuditActions.Changed,
            ReceivablesAudit.Customer,
            entry.CustomerId,
            db.Set<Customer>().Local.FindEntry(entry.CustomerId)?.Entity.Name,
            AuditField.Fact(
                "Contact log",
                entry.Outcome == ContactOutcome.Corrected ? "entry taken back" : ContactOutcomes.NameOf(entry.Outcome)
            )
        );
}
