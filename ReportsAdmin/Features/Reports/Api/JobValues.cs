using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>A status as spec 004 names it.</summary>
internal sealed class JobStatusAttribute() : DocumentedValuesAttribute([.. ReportStatus.All]);

/// <summary>A status as <see cref="LearningClient"/> names it.</summary>
internal sealed class JobStateAttribute()
    : DocumentedValuesAttribute([.. ReportStatus.All.Select(LearningClient.StateOf).Distinct()]);

internal sealed class JobPriorityAttribute() : DocumentedValuesAttribute([.. ReportStatus.Priorities]);

internal sealed class OutputFormatAttribute() : DocumentedValuesAttribute([.. ReportFormat.All.Select(f => f.Key)]);

internal sealed class JobVisibilityAttribute()
    : DocumentedValuesAttribute([.. Enum.GetValues<Visibility>().Select(ReportStatus.NameOf)]);

/// <summary>As a request may name it: <c>team</c> is the department.</summary>
internal sealed class RequestedVisibilityAttribute()
    : DocumentedValuesAttribute([.. Enum.GetValues<Visibility>().Select(ReportStatus.NameOf), "team"]);
