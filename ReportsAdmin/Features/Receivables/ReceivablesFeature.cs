using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Calendar;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Forecast;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Features.Receivables.Reports;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Receivables;

/// <summary>Receivables: who owes what, since when, and what is done about it.</summary>
public sealed class ReceivablesFeature : IFeature
{
    private const string TrackerLimit = "Tracker";
    private const string Chasing = "Collections";

    /// <summary>Keys of the pages whose views can be saved.</summary>
    internal const string CustomersView = "customers";
    internal const string InvoicesView = "invoices";

    private static readonly string[] Everyone = ["Admin", "Country Manager", "Manager", "Engineer"];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(ReceivablesQueries.ReadPermission, "See receivables", Everyone),
            new(CustomerCommands.EditPermission, "Write remarks and notes, mark disputes and payments", Everyone),
            new(
                CustomerCommands.AssignPermission,
                "Assign engineers to customers",
                "Admin",
                "Country Manager",
                "Manager"
            ),
            new(
                ReminderQueries.SendPermission,
                "Simulate and send reminders to customers",
                "Admin",
                "Country Manager",
                "Manager"
            ),
            new(LadderCommands.ManagePermission, "Change the reminder ladder and switch it on", "Admin"),
            new(ClosingCommands.ClosePermission, "Close months, and allow uploads of a closed one", "Admin"),
            new(BounceCommands.ReportPermission, "Report mails to customers that came back", "Admin"),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("Dashboard", "/", "dashboard", 10, ReceivablesQueries.ReadPermission, "Receivables", OnPhone: true),
            new(
                "Customers",
                "/customers",
                "groups",
                20,
                ReceivablesQueries.ReadPermission,
                "Receivables",
                OnPhone: true
            ),
            new(
                "Invoices",
                "/invoices",
                "receipt_long",
                30,
                ReceivablesQueries.ReadPermission,
                "Receivables",
                OnPhone: true
            ),
            new(
                "Invoice tracker",
                "/invoice-tracker",
                "monitoring",
                40,
                ReceivablesQueries.ReadPermission,
                "Receivables"
            ),
            new("Movement", "/movement", "difference", 45, ReceivablesQueries.ReadPermission, "Receivables"),
            new("Worklist", "/collections", "call", 51, ReceivablesQueries.ReadPermission, Chasing),
            new("Promises", "/collections/promises", "event", 52, ReceivablesQueries.ReadPermission, Chasing),
            new("Disputes", "/disputes", "balance", 53, ReceivablesQueries.ReadPermission, Chasing),
            new("Reminders", "/reminders", "mail", 54, ReminderQueries.SendPermission, Chasing),
            new("Cash forecast", "/collections/forecast", "payments", 55, ReceivablesQueries.ReadPermission, Chasing),
            new("Collection KPIs", "/collections/kpis", "monitoring", 56, ReceivablesQueries.ReadPermission, Chasing),
        ];

    public IReadOnlyList<ApiRoute> ApiRoutes => [new("api/**", new TrackerFormat(), TrackerLimit)];

    public IReadOnlyList<NotificationKind> Notifications =>
        [
            PromiseReminders.NotificationKind,
            UploadReminders.NotificationKind,
            Mentions.NotificationKind,
            DisputeLedger.Assigned,
            DisputeCommands.NewMessage,
            DisputeReminders.NotificationKind,
            ReminderRunHandler.CallKind,
        ];

    public IReadOnlyList<SettingsSection> Settings { get; } =
    [
        SettingsSection.Of<CollectionOptions>(),
        SettingsSection.Of<DisputeOptions>(),
        SettingsSection.Of<ReminderOptions>(),
    ];

    public IReadOnlyList<RateLimit> RateLimits => [new(TrackerLimit, 600)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        ReceivablesAudit.Add(services);
        services.AddSingleton<ReceivablesAnswers>();
        services.AddSingleton<ReceivablesQueries>();
        services.AddSingleton(p => new ScopeFigure("Customers", ReceivablesQueries.ReadPermission, async (user, ct) =>
            Money.GroupWhole(await p.GetRequiredService<ReceivablesQueries>().CustomersAsync(user, ct))
        ));
        services.AddSingleton(p => new ScopeFigure("Outstanding", ReceivablesQueries.ReadPermission, async (user, ct) =>
            (await p.GetRequiredService<ReceivablesQueries>().OutstandingAsync(user, ct)).ToRupeeText()
        ));
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<InvoiceQueries>();
        services.AddSingleton<ForeignQueries>();
        services.AddSingleton<TrackerQueries>();
        services.AddSingleton<AgeingQueries>();
        services.AddSingleton<LedgerSums>();
        services.AddSingleton<IJobHandler, LedgerSumsHandler>();
        services.AddSingleton(LedgerSumsHandler.EveryNight);
        services.AddSingleton<MovementQueries>();
        services.AddSingleton<ForecastQueries>();
        services.AddSingleton<ReceivablesFilters>();
        services.AddSingleton<ReceivablesDocument>();
        services.AddSingleton<IReportType, AgeingReport>();
        services.AddSingleton<StatementReport>();
        services.AddSingleton<IReportType>(p => p.GetRequiredService<StatementReport>());
        services.AddSingleton<IReportType, StatementsReport>();
        services.AddSingleton<IReportType, PerformanceReport>();
        services.AddSingleton<IReportType, InvoiceRegisterReport>();
        services.AddSingleton<IReportType, MovementReport>();
        services.AddSingleton<IReportType, UploadAuditReport>();
        services.AddSingleton<IReportType, CustomerListReport>();
        services.AddSingleton<IReportType, ComparisonReport>();
        services.AddSingleton<IReportType, ForecastReport>();
        services.AddSingleton<IReportType, TrackerReport>();
        services.AddSingleton<CustomerCommands>();
        services.AddSingleton<IHandOver, CustomersHandOver>();
        CalendarSetup.Add(services);
        CollectionsSetup.Add(services, configuration);
        DisputesSetup.Add(services, configuration);
        RemindersSetup.Add(services, configuration);
        services.AddSingleton(
            new SavedViewPage(
                CustomersView,
                "/customers",
                ReceivablesQueries.ReadPermission,
                CustomerListQuery.ViewKeys
            )
        );
        services.AddSingleton(
            new SavedViewPage(InvoicesView, "/invoices", ReceivablesQueries.ReadPermission, CustomerListQuery.ViewKeys)
        );
        services.AddSingleton<IPaletteSource, ReceivablesPalette>();
        services.AddSingleton<IImportTarget, ReceivablesImport>();
        services.AddSingleton(new StructureDependent(ReceivablesImport.DataTopic));
        services.AddSingleton(
            new RegionUse("customers", (db, ct) => db.Set<Customer>().CountByAsync(c => c.Region, ct))
        );
        services.AddSingleton(
            new RegionUse("monthly balances", (db, ct) => db.Set<Snapshot>().CountByAsync(s => s.Region, ct))
        );
    }

    public void Map(ModelBuilder model) => ReceivablesModel.Map(model);

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        if (await db.Set<Customer>().AnyAsync(ct))
            return;
        await new ReceivablesDemo(services, services.GetRequiredService<BusinessClock>()).SeedAsync(ct);
    }
}
