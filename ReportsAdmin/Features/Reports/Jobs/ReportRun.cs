namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Who besides its owner sees a report job, always within their own scope.</summary>
public enum Visibility : short
{
    Private = 0,

    /// <summary>Those who see the department it is filed under.</summary>
    Department = 1,

    /// <summary>Everyone whose scope covers what the report covers.</summary>
    Organization = 2,
}

/// <summary>
/// A report that was asked for: what, how, for whom. Its progress is that of its job, so the two can never disagree.
/// </summary>
public sealed class ReportRun
{
    public long Id { get; init; }

    public long JobId { get; set; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string ReportType { get; init; }

    /// <summary>The checked request, as JSON.</summary>
    public required string Parameters { get; init; }

    /// <summary>A key of <c>ReportFormat</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Without extension; null for the standard name.</summary>
    public string? FileName { get; init; }

    public Visibility Visibility { get; init; }

    public int? DepartmentId { get; init; }

    public int OwnerId { get; init; }

    /// <summary>What the owner could see of what they asked for when it ran: <see cref="FrozenScope"/>. Who sees less does not get the file.</summary>
    public required string Scope { get; set; }

    /// <summary>Equal for equal requests of one owner over equal data; set when the run begins.</summary>
    public string? Fingerprint { get; set; }

    public int? TemplateId { get; init; }

    public int? ScheduleId { get; init; }

    public DateTime CreatedAt { get; init; }
}

/// <summary>A person who is shown a scheduled report besides its owner.</summary>
public sealed class ReportShare
{
    public long RunId { get; init; }

    public int UserId { get; init; }
}

/// <summary>Saved settings of a report.</summary>
public sealed class JobTemplate
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    public required string ReportType { get; set; }

    /// <summary>The checked request, as JSON.</summary>
    public required string Parameters { get; set; }

    public required string Format { get; set; }

    public short Priority { get; set; }

    public Visibility Visibility { get; set; }

    public int? DepartmentId { get; set; }

    public int OwnerId { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }
}

/// <summary>A template that runs by itself. Its times are with its recurring job.</summary>
public sealed class ReportSchedule
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public int TemplateId { get; set; }

    public int RecurringId { get; init; }

    public int OwnerId { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }
}

/// <summary>A person who is shown the results of a schedule.</summary>
public sealed class ScheduleRecipient
{
    public int ScheduleId { get; init; }

    public int UserId { get; init; }
}
