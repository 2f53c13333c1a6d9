using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What a row says is owed, in paise.</summary>
/// <param name="Invoice">The invoice amount; null when the row names none.</param>
/// <param name="Outstanding">Null when the row does not tell.</param>
/// <param name="Ages">By <see cref="AgeBucket"/>, valid until the next row; all zero where the sheet has no buckets.</param>
/// <param name="Age">The bucket that the row names for its whole amount.</param>
/// <param name="LeftOut">Why the row is left out; null for rows that count.</param>
/// <param name="Currency">The foreign currency that the amounts of a row left out are in.</param>
internal readonly record struct OwedAmounts(
    long? Invoice,
    long? Outstanding,
    long[] Ages,
    AgeBucket? Age,
    string? LeftOut,
    string? Currency = null
);

/// <summary>Finds what is owed from whichever columns a sheet has: a balance, age buckets, debit and credit, or the amount less what was paid.</summary>
internal sealed class OwedReading(ImportTerms terms)
{
    private const string CurrencyQuestion = "foreign-currency";
    private const string LeaveOut = "leave-out";
    private const string Refuse = "refuse";
    private const string AsRupees = "rupees";
    private const string AgesQuestion = "other-ages";
    private const string ByYoungest = "youngest";
    private const string WithoutAge = "none";

    private static readonly string[] PaidWords =
    [
        "paid",
        "fully paid",
        "closed",
        "settled",
        "cleared",
        "cancelled",
        "canceled",
        "void",
        "reconciled",
        "adjusted",
    ];
    private static readonly string[] PartPaidWords =
    [
        "part paid",
        "partly paid",
        "partially paid",
        "partial",
        "part payment",
    ];

    private readonly bool hasAges = ReceivablesFields.HasAges(terms.Fields);
    private readonly bool hasSides =
        terms.Fields.Contains(ReceivablesFields.Debit) || terms.Fields.Contains(ReceivablesFields.Credit);
    private readonly SortedDictionary<string, (int Rows, long Hundredths)> foreign = new(StringComparer.Ordinal);
    private readonly string? currencyAnswer = terms.Answer(CurrencyQuestion);
    private readonly string? agesAnswer = terms.Answer(AgesQuestion);

    // One for all rows: a row is judged before the next is read.
    private readonly long[] parts = new long[ReceivablesFields.Buckets.Count + 1];
    private long otherAges;
    private int settled;
    private int aboveAmount;

    public OwedAmounts Read(RowCells cells)
    {
        string? currency = null;
        var ages = Ages(cells, ref currency);
        var invoice = cells.Amount(ReceivablesFields.Amount, ref currency);
        var stated = cells.Amount(ReceivablesFields.Outstanding, ref currency);
        var outstanding = stated ?? Derived(cells, ages, invoice, ref currency);
        if (cells.Text(ReceivablesFields.Currency) is { } word && Currencies.Parse(word, out _) is { } named)
            currency ??= named;
        (invoice, outstanding) = BySide(cells, invoice, outstanding);
        outstanding = ByStatus(cells, stated, outstanding);
        if (invoice > 0 && outstanding > invoice)
            aboveAmount++;
        var leftOut = currency is null ? null : Foreign(cells, currency, outstanding ?? ages.Sum());
        var age = cells.Text(ReceivablesFields.AgePeriod) is { } period ? AgeHeader.OfCell(period) : null;
        return new OwedAmounts(invoice, outstanding, ages, age, leftOut, leftOut is null ? null : currency);
    }

    public IEnumerable<UploadQuestion> Questions()
    {
        if (foreign.Count > 0)
            yield return new UploadQuestion(
                CurrencyQuestion,
                "Some amounts are not in rupees",
                $"The sheet holds {Totals()}.",
                [
                    new(
                        LeaveOut,
                        "Keep these rows apart",
                        "They are listed with their customers in their own currency and never added to rupees"
                    ),
                    new(Refuse, "Treat them as errors", "The sheet is refused until they are corrected or left out"),
                    new(
                        AsRupees,
                        "The amounts are in rupees",
                        "The currency is the invoice's; the figures were converted already"
                    ),
                ],
                LeaveOut
            );
        if (otherAges != 0)
            yield return new UploadQuestion(
                AgesQuestion,
                "Some age buckets do not fit",
                $"Buckets whose days cross 30, 90, 180 or 365 hold {new Money(otherAges)}.",
                [
                    new(WithoutAge, "Count them without an age", "They show as unclassified"),
                    new(ByYoungest, "Count them at their youngest", "For instance 90+ as 91-180"),
                ],
                WithoutAge
            );
    }

    public IEnumerable<string> Remarks()
    {
        if (foreign.Count > 0 && currencyAnswer != AsRupees)
            yield return $"Not added to rupees: {Totals()}.";
        if (otherAges != 0)
            yield return $"{new Money(otherAges)} in age buckets that do not fit the company's {(agesAnswer == ByYoungest ? "count at their youngest" : "count without an age")}.";
        if (settled > 0)
            yield return $"{settled} {(settled == 1 ? "row says" : "rows say")} that the invoice is paid: nothing is owed on {(settled == 1 ? "it" : "them")}.";
        if (aboveAmount > 0)
            yield return $"{aboveAmount} {(aboveAmount == 1 ? "row owes" : "rows owe")} more than the invoice amount.";
    }

    private long[] Ages(RowCells cells, ref string? currency)
    {
        Array.Clear(parts);
        if (!hasAges)
            return parts;
        for (var b = 0; b < ReceivablesFields.Buckets.Count; b++)
            parts[b] = cells.Amount(ReceivablesFields.Buckets[b], ref currency) ?? 0;
        for (var b = 0; b < ReceivablesFields.OtherAges.Count; b++)
        {
            var other = cells.Amount(ReceivablesFields.OtherAges[b], ref currency) ?? 0;
            otherAges += other;
            parts[agesAnswer == ByYoungest ? b : (int)AgeBucket.Unclassified] += other;
        }

        return parts;
    }

    /// <summary>What is owed where no column of balances says it.</summary>
    private long? Derived(RowCells cells, long[] ages, long? invoice, ref string? currency)
    {
        if (hasAges)
            return ages.Any(a => a != 0) ? ages.Sum() : null;
        if (hasSides)
        {
            var debit = cells.Amount(ReceivablesFields.Debit, ref currency);
            var credit = cells.Amount(ReceivablesFields.Credit, ref currency);
            return debit is null && credit is null ? null : (debit ?? 0) - Math.Abs(credit ?? 0);
        }

        var paid = cells.Amount(ReceivablesFields.Paid, ref currency);
        // A blank balance is not the whole amount.
        if (paid is null && terms.Fields.Contains(ReceivablesFields.Outstanding))
            return null;
        return invoice is { } amount ? amount - Math.Abs(paid ?? 0) : null;
    }

    private static (long? Invoice, long? Outstanding) BySide(RowCells cells, long? invoice, long? outstanding)
    {
        if (cells.Text(ReceivablesFields.Side) is not { } side)
            return (invoice, outstanding);
        var plain = side.Trim().TrimEnd('.').ToUpperInvariant();
        if (plain is "DR" or "D" or "DEBIT" or "S")
            return (invoice, outstanding);
        if (plain is "CR" or "C" or "CREDIT" or "H")
            return (-Abs(invoice), -Abs(outstanding));
        cells.Fault(ReceivablesFields.Side, $"'{side}' is neither Dr nor Cr.");
        return (invoice, outstanding);
    }

    private static long? Abs(long? value) => value is { } known ? Math.Abs(known) : null;

    /// <summary>A status or a date of payment settles a row only where no balance says otherwise; a contradiction is a problem.</summary>
    private long? ByStatus(RowCells cells, long? stated, long? outstanding)
    {
        var status = cells.Text(ReceivablesFields.Status)?.ToLowerInvariant();
        var isPaid = status is not null && PaidWords.Contains(status, StringComparer.Ordinal);
        if (
            status is not null
            && PartPaidWords.Contains(status, StringComparer.Ordinal)
            && stated is null
            && !terms.Fields.Contains(ReceivablesFields.Paid)
            && !hasAges
        )
            cells.Fault(ReceivablesFields.Status, $"'{status}', but no column says how much is still owed.");
        if (!isPaid && cells.Date(ReceivablesFields.Settled) is null)
            return outstanding;
        if (stated is null or 0)
        {
            settled++;
            return 0;
        }

        if (isPaid)
            cells.Fault(
                ReceivablesFields.Status,
                $"The status says '{status}', but {new Money(stated.Value)} is outstanding."
            );
        return outstanding;
    }

    private string? Foreign(RowCells cells, string currency, long hundredths)
    {
        var (rows, sum) = foreign.GetValueOrDefault(currency);
        foreign[currency] = (rows + 1, sum + hundredths);
        switch (currencyAnswer)
        {
            case AsRupees:
                return null;
            case Refuse:
                cells.Fault(ReceivablesFields.Outstanding, $"The amount is in {currency}, not in rupees.");
                return null;
            default:
                return $"{currency} {new Money(hundredths)}: not added to rupees.";
        }
    }

    private string Totals() =>
        string.Join(
            " and ",
            foreign.Select(f =>
                $"{f.Key} {new Money(f.Value.Hundredths)} in {f.Value.Rows} {(f.Value.Rows == 1 ? "row" : "rows")}"
            )
        );
}
