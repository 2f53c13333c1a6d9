using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Reports;

/// <summary>What the audit log records of report jobs, templates and schedules.</summary>
internal static class ReportsAudit
{
    public const string Job = "report job";
    public const string Template = "report template";
    public const string Schedule = "schedule";

    public static void Add(IServiceCollection services)
    {
        services
            .AddAudited<ReportRun>(Job, r => r.Id, r => r.Name)
            .Field(r => r.ReportType, "Type")
            .Field(r => r.Format, "Format")
            .Field(r => r.Visibility, "Visible to", v => v.ToString());
        services
            .AddAudited<JobTemplate>(Template, t => t.Id, t => t.Name)
            .Field(t => t.Name, "Name")
            .Field(t => t.Description, "Description")
            .Field(t => t.ReportType, "Type")
            .Field(t => t.Format, "Format")
            .Field(t => t.Visibility, "Visible to", v => v.ToString())
            .Field(t => t.DepartmentId, "Department", id => FormattableString.Invariant($"department {id}"))
            .Field(t => t.Parameters, "Parameters");
        services
            .AddAudited<ReportSchedule>(Schedule, s => s.Id, s => s.Name)
            .Field(s => s.Name, "Name")
            .Field(s => s.TemplateId, "Template", id => FormattableString.Invariant($"report template {id}"));
    }
}
