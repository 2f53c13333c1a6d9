using System.Globalization;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>What a row says became of an event: the status it left the learner in, the score, the time it took and the certificate's last day.</summary>
internal sealed record TrainingOutcome(TrainingStatus Status, int? ScoreHundredths, int? Minutes, DateOnly? ValidUntil)
{
    private const int MaxMinutes = 100_000;

    public static TrainingEventType? TypeOf(RowCells cells)
    {
        if (cells.Text(TrainingFields.Event, 60) is not { } text)
        {
            cells.Lack(TrainingFields.Event);
            return null;
        }

        var type = TrainingWords.TypeOf(text);
        if (type is null)
            cells.Fault(
                TrainingFields.Event,
                $"'{text}' is not an event. Use one of: {string.Join(", ", TrainingWords.Types)}."
            );
        return type;
    }

    public static TrainingOutcome Of(RowCells cells, TrainingEventType? type, DateOnly day)
    {
        var after = type is { } known ? TrainingWords.After(known) : TrainingStatus.InProgress;
        var status = after;
        if (cells.Text(TrainingFields.Status, 60) is { } text)
        {
            if (TrainingWords.StatusOf(text) is not { } said)
                cells.Fault(
                    TrainingFields.Status,
                    $"'{text}' is not a status. Use one of: {string.Join(", ", TrainingWords.Statuses)}."
                );
            else if (type is { } decided && TrainingWords.Decides(decided) && said != after)
                cells.Fault(
                    TrainingFields.Status,
                    $"A learner who {TrainingWords.Of(decided)} is not {TrainingWords.Of(said)}."
                );
            else
                status = said;
        }

        return new TrainingOutcome(status, ScoreOf(cells), MinutesOf(cells), ValidUntilOf(cells, status, day));
    }

    private static DateOnly? ValidUntilOf(RowCells cells, TrainingStatus status, DateOnly day)
    {
        if (cells.Date(TrainingFields.ValidUntil) is not { } last)
            return null;
        if (status != TrainingStatus.Completed)
            cells.Fault(TrainingFields.ValidUntil, "Only an event that completes the course has a certificate.");
        else if (last < day)
            cells.Fault(TrainingFields.ValidUntil, "The certificate expires before the day of the event.");
        return last;
    }

    /// <summary><c>87.5</c>, <c>87.5%</c>; hundredths of a point.</summary>
    private static int? ScoreOf(RowCells cells)
    {
        if (cells.Text(TrainingFields.Score, 20) is not { } text)
            return null;
        if (
            decimal.TryParse(
                text.TrimEnd('%').TrimEnd(),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var score
            ) && score is >= 0 and <= 100
        )
            return (int)Math.Round(score * 100);
        cells.Fault(TrainingFields.Score, $"'{text}' is not a score from 0 to 100.");
        return null;
    }

    private static int? MinutesOf(RowCells cells)
    {
        if (cells.Number(TrainingFields.Minutes) is not { } minutes)
            return null;
        if (minutes is >= 0 and <= MaxMinutes)
            return (int)minutes;
        cells.Fault(TrainingFields.Minutes, $"'{minutes}' is not a number of minutes.");
        return null;
    }
}
