using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Administration;
using ReportsAdmin.Features.Dashboard;
using ReportsAdmin.Features.Forms;
using ReportsAdmin.Features.GeneratedReports;
using ReportsAdmin.Features.Health;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Outstanding;
using ReportsAdmin.Features.ReportJobs;
using ReportsAdmin.Features.Sales;
using ReportsAdmin.Features.Training;
using ReportsAdmin.Features.Views;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features;

/// <summary>The one list of rooms, in the order in which they may rely on each other.</summary>
public static class AllFeatures
{
    public static readonly IReadOnlyList<IFeature> List =
    [
        new AccessFeature(),
        new ImportsFeature(),
        new ViewsFeature(),
        new OutstandingFeature(),
        new SalesFeature(),
        new DashboardFeature(),
        new TrainingFeature(),
        new AdministrationFeature(),
        new ReportJobsFeature(),
        new GeneratedReportsFeature(),
        new FormsFeature(),
        new HealthFeature(),
    ];

    /// <summary>The mappings of all tables: those of the platform's modules, then those of the rooms.</summary>
    public static IReadOnlyList<Action<ModelBuilder>> Tables =>
        [JobsModel.Map, HttpModel.Map, .. List.Select(f => (Action<ModelBuilder>)f.Map)];
}
