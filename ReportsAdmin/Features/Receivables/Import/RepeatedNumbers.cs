using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What tells one item from another that has the same number.</summary>
internal readonly record struct ItemFacts(DateOnly? Date, DateOnly? Due, long? Amount, long? Outstanding);

/// <summary>
/// Tells items with the same number apart: instalments, yearly restarts of a number range, several lines. A number that comes
/// again with another date, due date or amount is another item; an exact repetition is asked about once for the file.
/// </summary>
internal sealed class RepeatedNumbers(ReceivablesLedger ledger, ImportTerms terms)
{
    public const string Question = "repeated-rows";

    /// <summary>Counts exact repetitions once.</summary>
    public const string Once = "once";

    private const string Each = "each";

    private readonly Dictionary<(string Code, string Number), List<(ItemFacts Facts, string Number)>> seen = [];
    private int repetitions;
    private long repeatedPaise;
    private int others;

    /// <summary>The number that the item of a row is stored under: the sheet's own for the first, with what differs for others.</summary>
    public string NumberOf(string code, LedgerCustomer? customer, string number, ItemFacts facts)
    {
        var key = (code.ToUpperInvariant(), number.ToUpperInvariant());
        if (!seen.TryGetValue(key, out var earlier))
        {
            var first = StartsAnotherYear(customer, number, facts) ? Suffixed(number, facts, []) : number;
            seen[key] = [(facts, first)];
            return first;
        }

        var same = earlier.FindIndex(e => e.Facts == facts);
        if (same >= 0)
        {
            repetitions++;
            repeatedPaise += facts.Outstanding ?? 0;
            if (terms.Answer(Question) != Each)
                return earlier[same].Number;
        }
        else if (earlier.Exists(e => IsSameItem(e.Facts, facts)))
        {
            // The same invoice with another balance is a contradiction, which the comparison reports.
            return earlier.First(e => IsSameItem(e.Facts, facts)).Number;
        }

        others++;
        var own = Suffixed(number, facts, earlier);
        earlier.Add((facts, own));
        return own;
    }

    public IEnumerable<UploadQuestion> Questions()
    {
        if (repetitions == 0)
            yield break;
        yield return new UploadQuestion(
            Question,
            "Some rows repeat another row exactly",
            $"{repetitions} {(repetitions == 1 ? "row has" : "rows have")} the customer, number, date and amounts of an earlier row: {new Money(repeatedPaise)} in all.",
            [
                new(Once, "Count them once", "The repetitions are left out"),
                new(Each, "Count each", "They are different items that look alike; their amounts add up"),
            ],
            Once
        )
        {
            Memory = AnswerMemory.File,
        };
    }

    public IEnumerable<string> Remarks()
    {
        if (others > 0)
            yield return others == 1
                ? "A number comes again with another date or amount: it is kept as an item of its own."
                : $"{others} numbers come again with another date or amount: they are kept as items of their own.";
    }

    private static bool IsSameItem(ItemFacts one, ItemFacts other) =>
        one.Date == other.Date && one.Due == other.Due && one.Amount == other.Amount;

    /// <summary>A known number in another financial year is the number range that began again, not a corrected date.</summary>
    private bool StartsAnotherYear(LedgerCustomer? customer, string number, ItemFacts facts) =>
        customer is not null
        && facts.Date is { } date
        && ledger.Invoice(customer.Id, number) is { InvoiceDate: { } known } stored
        && Ledger.Period.Of(known).FinancialYear != Ledger.Period.Of(date).FinancialYear
        && stored.AmountPaise != facts.Amount;

    /// <summary>The same row gets the same number next month: it comes from what the row says, not from its place.</summary>
    private static string Suffixed(string number, ItemFacts facts, List<(ItemFacts Facts, string Number)> earlier)
    {
        var differs =
            earlier.TrueForAll(e => e.Facts.Date != facts.Date) && facts.Date is { } date ? Day(date)
            : earlier.TrueForAll(e => e.Facts.Due != facts.Due) && facts.Due is { } due ? "due " + Day(due)
            : facts.Amount is { } amount ? new Money(amount).ToString()
            : "";
        var own = $"{number} ({differs})";
        for (
            var n = 2;
            differs.Length == 0 || earlier.Exists(e => e.Number.Equals(own, StringComparison.OrdinalIgnoreCase));
            n++
        )
        {
            own = string.Create(
                CultureInfo.InvariantCulture,
                $"{number} ({(differs.Length == 0 ? "" : differs + ", ")}{n})"
            );
            if (!earlier.Exists(e => e.Number.Equals(own, StringComparison.OrdinalIgnoreCase)))
                break;
        }

        return own;
    }

    private static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
