using ReportsAdmin.Features;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Idempotency;
using ReportsAdmin.Platform.Integrity;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Telemetry;
using ReportsAdmin.Platform.Webhooks;
using ReportsAdmin.Ui;

var start = StartClock.Begin();
var builder = WebApplication.CreateBuilder(BackupVerbs.SettingsOf(args)).AddSharedSettings().AddSecretFiles();
if (!builder.HasUsableSettings(AllFeatures.Settings))
    return 1;
builder.WebHost.UseStaticWebAssets();
if (StorageRoot.Find(builder) is not { } root)
    return 1;
builder.Services.AddSingleton(root);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(services => new BusinessClock(
    services.GetRequiredService<TimeProvider>(),
    builder.Configuration.Read<CompanyOptions>().TimeZone
));
builder.Services.AddSingleton<ChangeNotifier>();
builder.Services.AddFiles(builder.Configuration);
var database = builder.Configuration.Read<DatabaseOptions>().Under(root);
AllFeatures.Model.Prepare(database);
builder.Services.AddReportsData(
    database,
    AllFeatures.Model,
    KeyProtection.From(builder.Configuration, root, builder.Environment)
);
builder.Services.AddCaching(builder.Configuration);
builder.Services.AddRendering(builder.Configuration);
builder.Services.AddJobs(builder.Configuration);
builder.Services.AddIdempotency();
builder.Services.AddMail(builder.Configuration);
builder.Services.AddNotifications(builder.Configuration);
builder.Services.AddWebhooks(builder.Configuration);
builder.Services.AddAlerts(builder.Configuration, root);
builder.Services.AddAudit();
builder.Services.AddIntegrity(database);
builder.Services.AddBackup(builder.Configuration, root, builder.Environment);
builder.Services.AddHttp(
    builder.Configuration,
    builder.Environment,
    AllFeatures.List.SelectMany(f => f.ApiRoutes),
    AllFeatures.List.SelectMany(f => f.RateLimits)
);
builder.AddTelemetry();
builder.Services.AddUi();
builder.Services.AddFeatures(builder.Configuration);

var app = builder.Build();
start.Done("services");
if (args is [VerifyAuditVerb.Name, ..])
    return await VerifyAuditVerb.RunAsync(
        app.Services.GetRequiredService<AuditVerifier>(),
        [.. args.Skip(1).Where(a => !a.StartsWith("--", StringComparison.Ordinal))],
        app.Lifetime.ApplicationStopping
    );
if (FileVerbs.Knows(args))
    return await app.Services.GetRequiredService<FileVerbs>().RunAsync(args, app.Lifetime.ApplicationStopping);
if (BackupVerbs.Knows(args))
    return await app.Services.GetRequiredService<BackupVerbs>().RunAsync(args, app.Lifetime.ApplicationStopping);
if (args is ["migrate" or "seed", ..])
{
    if (!await app.TryPrepareAsync(app.Lifetime.ApplicationStopping))
        return 1;
    if (args is ["seed", ..])
        await app.Services.GetRequiredService<DemoCompany>().FillAsync(app.Lifetime.ApplicationStopping);
    return 0;
}

// One beside the other: mapping the pages needs no database.
var prepared = Task.Run(() => app.TryPrepareAsync(app.Lifetime.ApplicationStopping));
app.UseDemoPage();
app.UseHttp(notFoundPage: "/not-found");
app.UseAudit();
app.UseDemoRefusal();
app.MapTelemetry();
app.MapUi();
start.Done("pages");
if (!await prepared)
    return 1;
start.Done("database");
app.Lifetime.ApplicationStarted.Register(() =>
{
    start.Done("server");
    app.Logger.LogInformation("{Start}", start);
});
app.Run();
return 0;

public sealed partial class Program;
