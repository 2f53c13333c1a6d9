using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Platform.Audit;

public static class AuditSetup
{
    /// <summary>The audit log: written with every change of what rooms declare, sealed, verified every night.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditWake>();
        services.AddSingleton<IInterceptor, AuditInterceptor>();
        services.AddSingleton<AuditInbox>();
        services.AddSingleton<AuditWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditWriter>());
        services.AddSingleton<AuditSealer>();
        services.AddHostedService<AuditSealing>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<IJobHandler, VerifyAuditHandler>();
        services.AddSingleton(VerifyAuditHandler.EveryNight);
        services.AddSingleton<IRetention, AuditRetention>();
        services.AddSingleton(AuditTriggers.Addition);
        return services;
    }

    /// <summary>
    /// Declares that changes of these rows are recorded:
    /// <code>services.AddAudited&lt;Branch&gt;("branch", b => b.Id, b => b.Name).Field(b => b.Name, "Name");</code>
    /// </summary>
    /// <param name="kind">The kind of record, in lower case, as pages show it: "report template".</param>
    public static AuditedRows<T> AddAudited<T>(
        this IServiceCollection services,
        string kind,
        Func<T, object> id,
        Func<T, string?> name
    )
        where T : class
    {
        var rows = new AuditedRows<T>(kind, id, name);
        services.AddSingleton<AuditedRows>(rows);
        return rows;
    }

    /// <summary>Declares that new rows of a room's own history are recorded as acts.</summary>
    /// <param name="of">The entry of a new row; null for none. What else the context tracks may name the record.</param>
    public static void AddAuditedEvents<T>(this IServiceCollection services, Func<T, DbContext, AuditEntry?> of)
        where T : class => services.AddSingleton<AuditedRows>(new AuditedEvents<T>(of));
}
