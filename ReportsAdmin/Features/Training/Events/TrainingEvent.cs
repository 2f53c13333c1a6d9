using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>What happened to a learner in a course.</summary>
public enum TrainingEventType : short
{
    Enrolled = 0,
    Started = 1,
    Progressed = 2,
    Completed = 3,
    Failed = 4,
    Withdrawn = 5,
    Attended = 6,
    Assessed = 7,
}

/// <summary>The state of the learner in the course after the event.</summary>
public enum TrainingStatus : short
{
    Enrolled = 0,
    InProgress = 1,
    Completed = 2,
    Failed = 3,
    Withdrawn = 4,
}

/// <summary>Somebody who is trained, in their department.</summary>
public sealed class Learner : IUploaded
{
    public int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public int DepartmentId { get; init; }

    public bool Active { get; init; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

public sealed class Course : IUploaded
{
    public int Id { get; init; }

    public required string Code { get; init; }

    public required string Title { get; init; }

    public required string Category { get; init; }

    /// <summary>The program that the course belongs to; empty when no sheet names one.</summary>
    public string Program { get; init; } = "";

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>A run of a course that several learners take together.</summary>
public sealed class TrainingClass : IUploaded
{
    public int Id { get; init; }

    public required string Code { get; init; }

    public int CourseId { get; init; }

    public required string Title { get; init; }

    /// <summary>The name of the person who teaches the class; empty when no sheet names one.</summary>
    public string Instructor { get; init; } = "";

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>A piece of a course: a module, a video, a test.</summary>
public sealed class TrainingContent : IUploaded
{
    public int Id { get; init; }

    public required string Code { get; init; }

    public int CourseId { get; init; }

    public required string Title { get; init; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>One event. Learner, course, class, content, type and instant identify it, so the same file twice changes nothing.</summary>
public sealed class TrainingEvent : IUploaded
{
    public int Id { get; init; }

    public int LearnerId { get; init; }

    public int CourseId { get; init; }

    /// <summary>0 when the event is of no class: a null would let a unique index take the same event twice.</summary>
    public int ClassId { get; init; }

    /// <summary>0 when the event is of no content.</summary>
    public int ContentId { get; init; }

    public TrainingEventType Type { get; init; }

    public TrainingStatus Status { get; init; }

    /// <summary>UTC: the beginning of the sheet's day on the company's clocks.</summary>
    public DateTime At { get; init; }

    /// <summary>The month on the company's clocks, as <c>yyyymm</c>.</summary>
    public int Month { get; init; }

    /// <summary>0 to 10,000: hundredths of a point, so that both databases add alike.</summary>
    public int? ScoreHundredths { get; init; }

    public int? Minutes { get; init; }

    /// <summary>The last day on which the certificate of a completing event is valid; null when it has no expiry.</summary>
    public DateOnly? ValidUntil { get; init; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}
