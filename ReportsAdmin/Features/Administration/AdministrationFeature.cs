using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Administration.Company;
using ReportsAdmin.Features.Administration.Import;
using ReportsAdmin.Features.Administration.Outbox;
using ReportsAdmin.Features.Administration.Retention;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Administration;

/// <summary>Running the company in the application: its people, and what is kept how long.</summary>
public sealed class AdministrationFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(CompanyQueries.ManagePermission, "Change the company's name, logo and number format", "Admin"),
            new(RetentionQueries.ManagePermission, "Settle how long things are kept, and clean up", "Admin"),
            new(MailQueries.ManagePermission, "See the mails that were sent, and send them again", "Admin"),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("Company settings", "/admin/company", "business", 193, CompanyQueries.ManagePermission, "Company"),
            new("Mail", "/admin/mail", "mail", 194, MailQueries.ManagePermission, "Company"),
            new("Clean-up", "/admin/clean-up", "delete", 195, RetentionQueries.ManagePermission, "Company"),
        ];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IImportTarget, UserImport>();
        services.AddSingleton<CompanyQueries>();
        services.AddSingleton<CompanyCommands>();
        services.AddHostedService<CompanyStart>();
        services.AddSingleton<MailQueries>();
        services.AddSingleton<MailCommands>();
        services.AddSingleton<RetentionQueries>();
        services.AddSingleton<RetentionCommands>();
        services.AddSingleton<IJobHandler, CleanUpHandler>();
        services.AddHostedService<CleanUpSchedule>();
    }

    public void Map(ModelBuilder model) => AdministrationModel.Map(model);
}
