using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>A figure of a group as a column.</summary>
/// <param name="Adds">Whether groups side by side may be summed: a learner of two courses must not be counted twice, nor a rate added.</param>
/// <param name="AddsOverMonths">Whether the months of one enrolment may be summed too.</param>
internal sealed record TrainingMeasure(
    string Key,
    string Title,
    ColumnType Type,
    bool Adds,
    bool AddsOverMonths,
    Func<TrainingCounts, ReportCell> Of
)
{
    public static readonly TrainingMeasure Enrolments = new(
        "enrolments",
        "Enrolments",
        ColumnType.Whole,
        true,
        false,
        t => ReportCell.OfWhole(t.Enrolments)
    );
    public static readonly TrainingMeasure Enrolled = new("enrolled", "Enrolled", ColumnType.Whole, true, true, t =>
        ReportCell.OfWhole(t.Enrolled)
    );
    public static readonly TrainingMeasure Active = new("active", "Active", ColumnType.Whole, true, false, t =>
        ReportCell.OfWhole(t.Active)
    );
    public static readonly TrainingMeasure Completed = new("completed", "Completed", ColumnType.Whole, true, true, t =>
        ReportCell.OfWhole(t.Completed)
    );
    public static readonly TrainingMeasure Withdrawn = new("withdrawn", "Withdrawn", ColumnType.Whole, true, true, t =>
        ReportCell.OfWhole(t.Withdrawn)
    );
    public static readonly TrainingMeasure Failed = new("failed", "Failed", ColumnType.Whole, true, true, t =>
        ReportCell.OfWhole(t.Failed)
    );
    public static readonly TrainingMeasure Rate = new("rate", "Completion rate", ColumnType.Percent, false, false, t =>
        t.Rate is { } rate ? ReportCell.OfPercent(rate) : ReportCell.Blank()
    );
    public static readonly TrainingMeasure Days = new(
        "days",
        "Average days to complete",
        ColumnType.Decimal,
        false,
        false,
        t => t.AverageDays is { } days ? ReportCell.OfDecimal(days) : ReportCell.Blank()
    );
    public static readonly TrainingMeasure Score = new("score", "Average score", ColumnType.Decimal, false, false, t =>
        t.AverageScore is { } score ? ReportCell.OfDecimal(score) : ReportCell.Blank()
    );
    public static readonly TrainingMeasure Minutes = new("minutes", "Minutes", ColumnType.Whole, true, true, t =>
        ReportCell.OfWhole(t.Minutes)
    );
    public static readonly TrainingMeasure Events = new("events", "Events", ColumnType.Whole, true, true, t =>
        ReportCell.OfWhole(t.Events)
    );
    public static readonly TrainingMeasure Learners = new("learners", "Learners", ColumnType.Whole, false, false, t =>
        ReportCell.OfWhole(t.Learners)
    );

    public ReportChoice Choice(bool isDefault) => new(Key, Title, isDefault);

    public ReportColumn Column(bool byMonth) =>
        new(Key, Title, Type, Math.Max(10, Title.Length), Total: byMonth ? AddsOverMonths : Adds);
}
