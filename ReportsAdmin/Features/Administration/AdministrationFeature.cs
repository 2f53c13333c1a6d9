using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.Administration.Backups;
using ReportsAdmin.Features.Administration.Company;
using ReportsAdmin.Features.Administration.Import;
using ReportsAdmin.Features.Administration.Limits;
using ReportsAdmin.Features.Administration.Lists;
using ReportsAdmin.Features.Administration.Outbox;
using ReportsAdmin.Features.Administration.Retention;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Lists;

namespace ReportsAdmin.Features.Administration;

/// <summary>Running the company in the application: its structure and settings, mail, and how long data is kept.</summary>
public sealed class AdministrationFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(CompanyQueries.ManagePermission, "Change the company's name, logo and number format", "Admin"),
            new(RetentionQueries.ManagePermission, "Decide how long data is kept, and clean up", "Admin"),
            new(LimitQueries.ManagePermission, "Change the limits of files, rows, schedules and open pages", "Admin"),
            new(ListCommands.ManagePermission, "Change the lists of designations and reasons", "Admin"),
            new(BackupQueries.ManagePermission, "Make, check, download and delete backups of everything", "Admin"),
            new(MailQueries.ManagePermission, "See the mails that were sent, and send them again", "Admin"),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("Roles", "/admin/roles", "policy", 192, RoleQueries.ManagePermission, "Company"),
            new("Departments", "/admin/departments", "schema", 192, DepartmentQueries.ManagePermission, "Company"),
            new("Regions", "/admin/regions", "map", 192, RegionQueries.ManagePermission, "Company"),
            new("Company settings", "/admin/company", "business", 193, CompanyQueries.ManagePermission, "Company"),
            new("Lists", "/admin/lists", "view_list", 193, ListCommands.ManagePermission, "Company"),
            new("Limits", "/admin/limits", "tune", 193, LimitQueries.ManagePermission, "Company"),
            new("Mail", "/admin/mail", "mail", 194, MailQueries.ManagePermission, "Company"),
            new("Backups", "/admin/backups", "archive", 196, BackupQueries.ManagePermission, "Company"),
            new("Clean-up", "/admin/clean-up", "delete", 195, RetentionQueries.ManagePermission, "Company"),
        ];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IImportTarget, UserImport>();
        services.AddSingleton<CompanyQueries>();
        services.AddSingleton<CompanyCommands>();
        services.AddHostedService<CompanyStart>();
        services.AddSingleton<LimitQueries>();
        services.AddSingleton<LimitCommands>();
        services.AddHostedService<LimitStart>();
        services.AddSingleton<ListCommands>();
        services.AddHostedService<ListStart>();
        services
            .AddAudited<ListValue>("list value", v => v.Id, v => v.Text)
            .Field(v => v.List, "List")
            .Field(v => v.Text, "Text")
            .Field(v => v.Active, "Offered");
        services.AddSingleton<MailQueries>();
        services.AddSingleton<MailCommands>();
        services.AddSingleton<RetentionQueries>();
        services.AddSingleton<RetentionCommands>();
        services.AddSingleton<BackupQueries>();
        services.AddSingleton<BackupCommands>();
        services.AddSingleton<IJobHandler, CleanUpHandler>();
        services.AddSingleton(CleanUpHandler.EveryNight);
    }

    public void Map(ModelBuilder model) => AdministrationModel.Map(model);
}
