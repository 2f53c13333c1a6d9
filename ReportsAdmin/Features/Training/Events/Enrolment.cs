namespace ReportsAdmin.Features.Training.Events;

/// <summary>What happened to one learner in one course in one month, of the events that a report sees.</summary>
internal sealed record EnrolmentMonth
{
    public int LearnerId { get; init; }

    public int DepartmentId { get; init; }

    public int CourseId { get; init; }

    /// <summary><c>yyyymm</c>.</summary>
    public int Month { get; init; }

    public int Enrolled { get; init; }

    public DateTime? CompletedAt { get; init; }

    public int Withdrawn { get; init; }

    public int Failed { get; init; }

    public int Events { get; init; }

    public long Minutes { get; init; }

    public long ScoreHundredths { get; init; }

    /// <summary>How many events carry a score.</summary>
    public int Scored { get; init; }
}

/// <summary>One learner in one course: the months in which they did something, and when what was decided.</summary>
/// <param name="DaysToComplete">From the first enrolled event, also one outside the report's dates, to the first completion; null without either or when they stand the wrong way round.</param>
internal sealed record Enrolment(
    int LearnerId,
    int DepartmentId,
    int CourseId,
    IReadOnlyList<EnrolmentMonth> Months,
    int? DaysToComplete
)
{
    public int? EnrolledIn { get; } = First(Months, m => m.Enrolled > 0);

    public int? CompletedIn { get; } = First(Months, m => m.CompletedAt is not null);

    public int? WithdrawnIn { get; } = First(Months, m => m.Withdrawn > 0);

    public int? FailedIn { get; } = First(Months, m => m.Failed > 0);

    private static int? First(IReadOnlyList<EnrolmentMonth> months, Func<EnrolmentMonth, bool> isIt)
    {
        foreach (var month in months)
            if (isIt(month))
                return month.Month;
        return null;
    }
}

/// <summary>
/// The figures of a group of enrolments. An enrolment is a learner in a course with at least one event that the report sees.
/// It is completed when an event left it completed; else withdrawn, else failed, when one left it so; else active. So
/// <c>enrolments = active + completed + withdrawn + failed</c>, and <c>rate = completed / enrolments</c> lies between 0 and 1.
/// In a single month, what is decided counts in the month of its first event, and an enrolment is active while nothing is decided.
/// </summary>
internal sealed class TrainingCounts
{
    private readonly HashSet<int> learners = [];
    private long days;
    private long scoreHundredths;
    private long scored;

    public long Enrolments { get; private set; }

    /// <summary>Enrolments with an enrolled event.</summary>
    public long Enrolled { get; private set; }

    public long Active { get; private set; }

    public long Completed { get; private set; }

    public long Withdrawn { get; private set; }

    public long Failed { get; private set; }

    public long Events { get; private set; }

    public long Minutes { get; private set; }

    /// <summary>Completions whose enrolment date is known.</summary>
    public long Timed { get; private set; }

    public int Learners => learners.Count;

    /// <summary>Completed by enrolments; null when there are none.</summary>
    public decimal? Rate => Enrolments == 0 ? null : (decimal)Completed / Enrolments;

    /// <summary>Days by timed completions.</summary>
    public decimal? AverageDays => Timed == 0 ? null : Math.Round((decimal)days / Timed, 2);

    /// <summary>The mean of all scores that events carry, 0 to 100.</summary>
    public decimal? AverageScore => scored == 0 ? null : Math.Round(scoreHundredths / 100m / scored, 2);

    /// <param name="only">One month of the enrolment; null for the whole.</param>
    public void Add(Enrolment enrolment, EnrolmentMonth? only)
    {
        Enrolments++;
        learners.Add(enrolment.LearnerId);
        if (IsIn(enrolment.EnrolledIn))
            Enrolled++;
        var decided = enrolment.CompletedIn ?? enrolment.WithdrawnIn ?? enrolment.FailedIn;
        if (IsIn(decided))
            Decide(enrolment);
        else if (decided is null || decided > only?.Month)
            Active++;
        if (only is not null)
            Sum(only);
        else
            foreach (var month in enrolment.Months)
                Sum(month);

        bool IsIn(int? month) => month is not null && (only is null || only.Month == month);
    }

    private void Decide(Enrolment enrolment)
    {
        if (enrolment.CompletedIn is null)
        {
            if (enrolment.WithdrawnIn is null)
                Failed++;
            else
                Withdrawn++;
            return;
        }

        Completed++;
        if (enrolment.DaysToComplete is not { } taken)
            return;
        Timed++;
        days += taken;
    }

    private void Sum(EnrolmentMonth month)
    {
        Events += month.Events;
        Minutes += month.Minutes;
        scoreHundredths += month.ScoreHundredths;
        scored += month.Scored;
    }
}
