using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Makes the items of a row: one invoice, or a customer's total by age.</summary>
internal sealed class ItemReading(ReceivablesLedger ledger, ImportTerms terms)
{
    private const long BucketTolerancePaise = 100;

    private readonly DateChecks dates = new(terms);
    private readonly bool hasAges = ReceivablesFields.HasAges(terms.Fields);

    public IEnumerable<UploadQuestion> Questions() => dates.Questions();

    public IEnumerable<string> Remarks() => dates.Remarks();

    /// <summary>What a row says of one invoice.</summary>
    public SheetItem Invoice(RowCells cells, LedgerCustomer? customer, string number, OwedAmounts amounts)
    {
        if (
            amounts.Outstanding is null
            && amounts.LeftOut is null
            && !cells.IsFaulty(ReceivablesFields.Outstanding)
            && !cells.IsFaulty(ReceivablesFields.Amount)
        )
            cells.Fault(
                terms.Fields.Contains(ReceivablesFields.Outstanding)
                    ? ReceivablesFields.Outstanding
                    : ReceivablesFields.Amount,
                "The amount is blank."
            );
        var known = customer is null ? null : ledger.Invoice(customer.Id, number);
        var date = dates.InvoiceDate(cells, amounts) ?? known?.InvoiceDate;
        return new SheetItem
        {
            Number = number,
            Known = known,
            AmountPaise = amounts.Invoice ?? known?.AmountPaise ?? amounts.Outstanding ?? 0,
            OutstandingPaise = amounts.Outstanding ?? 0,
            InvoiceDate = date,
            DueDate = cells.Date(ReceivablesFields.Due) ?? known?.DueDate,
            Bucket = date is null ? amounts.Age : null,
        };
    }

    /// <summary>A customer's total becomes one item per age bucket; without bucket columns one item without an age.</summary>
    public List<SheetItem> Summary(RowCells cells, LedgerCustomer? customer, OwedAmounts amounts)
    {
        var parts = amounts.Ages;
        var sum = parts.Sum();
        if (
            amounts.Outstanding is null
            && parts.All(p => p == 0)
            && cells.Problems.Count == 0
            && amounts.LeftOut is null
        )
            cells.Fault(ReceivablesFields.Outstanding, "The amount is blank.");
        if (amounts.Outstanding is { } stated && sum != stated)
        {
            if (hasAges && sum != 0 && Math.Abs(stated - sum) > BucketTolerancePaise)
                cells.Fault(
                    ReceivablesFields.Outstanding,
                    $"The age buckets add up to {new Money(sum)}, the outstanding says {new Money(stated)}."
                );
            else
                parts[(int)(sum == 0 ? amounts.Age ?? AgeBucket.Unclassified : AgeBucket.Unclassified)] += stated - sum;
        }

        // Every bucket of a known customer is written, also when it became zero: else last month's amount would be carried.
        var items = new List<SheetItem>();
        for (var b = AgeBucket.UpTo30; b <= AgeBucket.Unclassified; b++)
        {
            var number = $"Balance {AgeingScheme.Standard.Labels[(int)b]}";
            var known = customer is null ? null : ledger.Invoice(customer.Id, number);
            if (parts[(int)b] == 0 && known?.OutstandingPaise is null or 0)
                continue;
            items.Add(
                new SheetItem
                {
                    Number = number,
                    Known = known,
                    Kind = InvoiceKind.Summary,
                    AmountPaise = parts[(int)b],
                    OutstandingPaise = parts[(int)b],
                    Bucket = b,
                }
            );
        }

        return items;
    }
}
