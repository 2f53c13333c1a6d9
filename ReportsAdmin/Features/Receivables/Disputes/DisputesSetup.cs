using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Lists;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>Registers disputes with the room.</summary>
internal static class DisputesSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.Read<DisputeOptions>();
        services.AddSingleton(options);
        foreach (var limit in options.Limits)
            services.AddLimit(limit);
        services.AddSingleton(
            new ValueList(
                DisputeCommands.ReasonList,
                "Reasons for a dispute",
                "Offered where an invoice is marked as disputed",
                "Price or rate",
                "Quantity",
                "Quality or damage",
                "Goods not received",
                "Service not rendered",
                "Tax or invoice details",
                "Credit note awaited",
                "Paid already"
            )
        );
        services.AddSingleton<DisputeLedger>();
        services.AddSingleton<DisputeCommands>();
        services.AddSingleton<DisputeQueries>();
        services.AddSingleton<IJobHandler, DisputeReminders>();
        services.AddSingleton<IDaySource, DisputesDay>();
        services.AddSingleton(DisputeReminders.EveryMorning);
        services.AddSingleton<IHandOver, DisputesHandOver>();
        services.AddAuditedEvents<DisputeMessage>(Happened);
    }

    /// <summary>What people wrote stays with the dispute; the audit log says that they wrote.</summary>
    private static AuditEntry Happened(DisputeMessage message, DbContext db) =>
        AuditExtensions.New(
            AuditActions.Changed,
            ReceivablesAudit.Dispute,
            message.DisputeId,
            null,
            AuditField.Fact(
                message.Kind switch
                {
                    DisputeMessageKind.Said => "Conversation",
                    DisputeMessageKind.Attached => "File",
                    _ => "Dispute",
                },
                message.Kind == DisputeMessageKind.Said ? "message written" : message.Text
            )
        );
}
