using System.Globalization;
using System.Runtime.InteropServices;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What tells one item from another that has the same number.</summary>
/// <param name="Item">What was invoiced, where the sheet has a row for each line of an invoice.</param>
internal readonly record struct ItemFacts(DateOnly? Date, DateOnly? Due, long? Amount, long? Outstanding, string? Item);

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

    // Nearly every number comes once: neither a text nor an object is kept for it but the number itself.
    private readonly Dictionary<RecordKey, int> seen = [];
    private readonly GrowingRows<SeenItem> first = new();
    private readonly Dictionary<int, List<SeenItem>> later = [];
    private int repetitions;
    private long repeatedPaise;
    private int lines;
    private long linePaise;
    private int distinct;

    /// <summary>The number that the item of a row is stored under: the one it has already, else the sheet's own for the first, with what differs for others.</summary>
    public string NumberOf(string code, LedgerCustomer? customer, string number, ItemFacts facts)
    {
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(
            seen,
            RecordKey.OfAnyCase(code, number),
            out var isKnown
        );
        if (isKnown)
            return NumberOfAgain(at, customer, number, facts);
        var stored = Stored(customer, number, facts) ?? number;
        if (stored == number && StartsAnotherYear(customer, number, facts))
            stored = Suffixed(number, facts, []);
        at = first.Add(new SeenItem(facts, stored));
        return stored;
    }

    /// <param name="at">Place of the first item of the number.</param>
    private string NumberOfAgain(int at, LedgerCustomer? customer, string number, ItemFacts facts)
    {
        // The same invoice with another balance is a contradiction, which the comparison reports.
        List<SeenItem> earlier = [first[at], .. later.GetValueOrDefault(at) ?? []];
        var isRepetition = earlier.Exists(e => e.Facts == facts);
        var same = earlier.FindIndex(e => isRepetition ? e.Facts == facts : IsSameItem(e.Facts, facts));
        if (isRepetition)
        {
            repetitions++;
            repeatedPaise += facts.Outstanding ?? 0;
        }

        if (same < 0 && earlier.Exists(e => IsLine(e.Facts, facts)))
            (lines, linePaise) = (lines + 1, linePaise + (facts.Outstanding ?? 0));
        if (same >= 0 && (!isRepetition || terms.Answer(Question) != Each))
            return earlier[same].Number;
        distinct++;
        var own =
            Stored(customer, number, facts) is { } stored && !IsTaken(stored, earlier)
                ? stored
                : Suffixed(number, facts, earlier);
        if (!later.TryGetValue(at, out var others))
            later[at] = others = [];
        others.Add(new SeenItem(facts, own));
        return own;
    }

    public IEnumerable<UploadQuestion> Questions()
    {
        if (lines > 0)
            yield return Lines();
        if (repetitions == 0)
            yield break;
        yield return new UploadQuestion(
            Question,
            "Some rows repeat another row exactly",
            $"{repetitions} {(repetitions == 1 ? "row has" : "rows have")} the customer, number, date and amounts of an earlier row: {new Money(repeatedPaise)} in all.",
            [
                new(Once, "Count them once", "The repetitions are left out"),
                new(Each, "Count each", "They are different items that look alike, each with its own number"),
                new(CombinedRows.Add, "Add them up", "They are parts of one item, which owes their sum"),
            ],
            Once
        )
        {
            Memory = AnswerMemory.File,
            Rows = repetitions,
        };
    }

    private UploadQuestion Lines() =>
        new(
            CombinedRows.LinesQuestion,
            "Some invoices have several lines",
            $"{lines} {(lines == 1 ? "row has" : "rows have")} the number and date of an earlier row with another item: {new Money(linePaise)} in all.",
            [
                new(
                    CombinedRows.Add,
                    "Add them up",
                    "Each invoice owes the sum of its lines; a balance that is the same on every line counts once"
                ),
                new(Each, "Keep each line", "Every line is an item of its own"),
            ],
            CombinedRows.Add
        )
        {
            Rows = lines,
        };

    public IEnumerable<string> Remarks()
    {
        if (distinct > 0)
            yield return distinct == 1
                ? "A number comes again with another date or amount: it is kept as an item of its own."
                : $"{distinct} numbers come again with another date or amount: they are kept as items of their own.";
    }

    private static bool IsSameItem(ItemFacts one, ItemFacts other) =>
        one.Date == other.Date && one.Due == other.Due && one.Amount == other.Amount && one.Item == other.Item;

    private static bool IsLine(ItemFacts one, ItemFacts other) =>
        one.Date == other.Date && one.Due == other.Due && one.Item != other.Item;

    /// <summary>The number under which an earlier sheet stored the item of these facts; null when none did, so that the number itself may be corrected.</summary>
    private string? Stored(LedgerCustomer? customer, string number, ItemFacts facts)
    {
        if (customer is null || ledger.Invoice(customer.Id, number) is not { } plain)
            return null;
        if (plain.InvoiceDate == facts.Date && plain.AmountPaise == facts.Amount)
            return number;
        return Differences(facts)
            .Select(d => $"{number} ({d})")
            .FirstOrDefault(own => ledger.Invoice(customer.Id, own) is not null);
    }

    /// <summary>A known number in another financial year is the number range that began again, not a corrected date.</summary>
    private bool StartsAnotherYear(LedgerCustomer? customer, string number, ItemFacts facts) =>
        customer is not null
        && facts.Date is { } date
        && ledger.Invoice(customer.Id, number) is { InvoiceDate: { } known } stored
        && Ledger.Period.Of(known).FinancialYear != Ledger.Period.Of(date).FinancialYear
        && stored.AmountPaise != facts.Amount;

    /// <summary>The number with what tells the item from the earlier ones: it comes from what the row says, not from its place.</summary>
    private static string Suffixed(string number, ItemFacts facts, List<SeenItem> earlier)
    {
        var differs =
            earlier.TrueForAll(e => e.Facts.Date != facts.Date) && facts.Date is { } date ? Day(date)
            : earlier.TrueForAll(e => e.Facts.Due != facts.Due) && facts.Due is { } due ? DueOn(due)
            : facts.Amount is { } amount ? new Money(amount).ToString()
            : null;
        var own = $"{number} ({differs ?? "2"})";
        for (var n = 2; IsTaken(own, earlier); n++)
            own = string.Create(
                CultureInfo.InvariantCulture,
                $"{number} ({(differs is null ? "" : differs + ", ")}{n})"
            );
        return own;
    }

    /// <summary>What may stand behind the number of an item of these facts.</summary>
    private static IEnumerable<string> Differences(ItemFacts facts)
    {
        if (facts.Date is { } date)
            yield return Day(date);
        if (facts.Due is { } due)
            yield return DueOn(due);
        if (facts.Amount is { } amount)
            yield return new Money(amount).ToString();
    }

    private static bool IsTaken(string number, List<SeenItem> earlier) =>
        earlier.Exists(e => e.Number.Equals(number, StringComparison.OrdinalIgnoreCase));

    private static string DueOn(DateOnly due) => "due " + Day(due);

    private static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <param name="Number">What the item is stored under.</param>
    private readonly record struct SeenItem(ItemFacts Facts, string Number);
}
