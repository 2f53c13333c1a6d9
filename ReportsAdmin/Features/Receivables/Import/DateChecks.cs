using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>
/// Notices invoice dates that cannot belong to the month of the sheet. A sheet that is exported some days late holds
/// invoices of the next month: those are only named. Dates before 1990 or further ahead are asked about.
/// </summary>
internal sealed class DateChecks(ImportTerms terms)
{
    /// <summary>Asks what to do with rows whose invoice date is implausible.</summary>
    public const string Question = "implausible-dates";

    /// <summary>Reads the dates as they are.</summary>
    public const string Keep = "keep";

    /// <summary>Counts the rows without a date.</summary>
    public const string LeaveOut = "leave-out";

    /// <summary>Makes the rows errors.</summary>
    public const string Refuse = "refuse";

    private static readonly DateOnly Earliest = new(1990, 1, 1);

    private readonly Period month = Period.FromNumber(terms.Period);
    private readonly DateOnly monthEnd = Period.FromNumber(terms.Period).LastDay;
    private readonly DateOnly latest = Period.FromNumber(terms.Period).AddMonths(1).LastDay;
    private readonly string? answer = terms.Answer(Question);
    private readonly DatedRows implausible = new();
    private readonly DatedRows later = new();

    /// <summary>The invoice date of a row; null when it has none or is to be counted without.</summary>
    public DateOnly? InvoiceDate(RowCells cells, OwedAmounts amounts)
    {
        if (cells.Date(ReceivablesFields.Date) is not { } date || amounts.LeftOut is not null)
            return null;
        if (date >= Earliest && date <= monthEnd)
            return date;
        if (date >= Earliest && date <= latest)
        {
            later.Add(cells.RowNumber, date, amounts.Outstanding ?? 0);
            return date;
        }

        implausible.Add(cells.RowNumber, date, amounts.Outstanding ?? 0);
        if (answer == Refuse)
            cells.Fault(
                ReceivablesFields.Date,
                $"The invoice date {DatedRows.Text(date)} lies {(date < Earliest ? "before 1990" : $"after {month.ToLongText()}")}."
            );
        return answer == LeaveOut ? null : date;
    }

    public IEnumerable<UploadQuestion> Questions()
    {
        if (implausible.Count == 0)
            yield break;
        yield return new UploadQuestion(
            Question,
            "Some invoice dates are implausible",
            $"{implausible.Describe()} an invoice date before 1990 or more than a month after {month.ToLongText()}: {implausible.Examples()}.",
            [
                new(Keep, "Read them as they are", "Dates ahead count as not yet due, old ones as the oldest"),
                new(LeaveOut, "Count them without a date", "They show as unclassified until a sheet corrects the date"),
                new(Refuse, "Treat them as errors", "The sheet is refused until they are corrected or left out"),
            ],
            LeaveOut
        )
        {
            Memory = AnswerMemory.File,
        };
    }

    public IEnumerable<string> Remarks()
    {
        if (implausible.Count > 0)
            yield return $"{implausible.Describe()} an implausible invoice date{(answer == LeaveOut ? implausible.Count == 1 ? " and counts without a date" : " and count without a date" : "")}: {implausible.Examples()}.";
        if (later.Count > 0)
            yield return $"{later.Describe()} an invoice date after the end of {month.ToLongText()}: {later.Examples()}.";
    }
}

/// <summary>Counts rows with their dates, adds up what they owe and keeps the first ones.</summary>
internal sealed class DatedRows
{
    private const int ExamplesKept = 3;

    private readonly List<string> examples = [];
    private long paise;

    public int Count { get; private set; }

    public static string Text(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public void Add(int row, DateOnly date, long owed)
    {
        Count++;
        paise += owed;
        if (examples.Count < ExamplesKept)
            examples.Add(string.Create(CultureInfo.InvariantCulture, $"row {row} ({Text(date)})"));
    }

    /// <summary><c>2 rows with ₹900 have</c>.</summary>
    public string Describe() =>
        $"{Count} {(Count == 1 ? "row" : "rows")} with {new Money(paise).ToRupeeText()} {(Count == 1 ? "has" : "have")}";

    public string Examples() => string.Join(", ", examples) + (Count > examples.Count ? ", …" : "");
}
