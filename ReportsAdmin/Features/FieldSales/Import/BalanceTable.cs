using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>What distributors and outlets owe at the end of a month, as sheets of them may say.</summary>
internal static class BalanceTable
{
    public static readonly RecordTable<PartyBalance> Table = new(
        "party_balances",
        [
            new("distributor_id", BulkType.Int32),
            new("outlet_id", BulkType.Int32),
            new("day", BulkType.Date),
            new("outstanding_paise", BulkType.Int64, "Outstanding", Show.Rupees),
            new("overdue_paise", BulkType.Int64, "Overdue", Show.Rupees),
        ],
        b => b.Id,
        b => [b.DistributorId, b.OutletId, b.Day, b.OutstandingPaise, b.OverduePaise]
    );

    public static long Outstanding(object?[] values) => (long)values[3]!;

    /// <summary>Balances by the key of their owner; the query gives one for each.</summary>
    public static async Task<Dictionary<int, StoredRecord>> ByOwnerAsync(
        IQueryable<PartyBalance> latest,
        Func<PartyBalance, int> owner,
        CancellationToken ct
    ) => (await latest.ToListAsync(ct)).ToDictionary(owner, Table.ToRecord);

    /// <summary>The row itself that a sheet of this day rewrites; null when the latest balance is of an earlier day.</summary>
    public static StoredRecord? OfDay(StoredRecord? latest, DateOnly day) =>
        latest is not null && (DateOnly)latest.Values[2]! == day ? latest : null;

    /// <summary>The last day of the month that an upload speaks of; today while that month runs, for nobody owes anything tomorrow yet.</summary>
    public static DateOnly DayOf(int period, DateOnly today)
    {
        var first = new DateOnly(period / 100, period % 100, 1);
        if (first > today)
            throw DomainException.Invalid("period", "This month lies in the future.");
        var last = first.AddMonths(1).AddDays(-1);
        return last < today ? last : today;
    }

    /// <summary>What the row says is owed; null when it says nothing. The overdue part stays as it is when the row does not name it.</summary>
    public static object?[]? Read(
        RowCells cells,
        string outstanding,
        string? overdue,
        DateOnly day,
        StoredRecord? owner,
        StoredRecord? stored,
        int pointer
    )
    {
        var past = overdue is null ? null : cells.Paise(overdue);
        if (past < 0)
            cells.Fault(overdue!, "What is overdue is not negative.");
        if (cells.Paise(outstanding) is not { } owed)
        {
            if (past is not null)
                cells.Fault(outstanding, "The row says what is overdue, but not what is outstanding.");
            return null;
        }

        object?[] values = [null, null, day, owed, past ?? stored?.Values[4] ?? 0L];
        if (owner is not null)
            values[pointer] = (int)owner.Id;
        return values;
    }
}

/// <summary>Values of columns as people read them.</summary>
internal static class Show
{
    public static string Rupees(object? paise) => paise is long value ? new Money(value).ToString() : "";

    public static string Thousandths(object? milli) => milli is long value ? NumberText.OfThousandths(value) : "";

    public static string Branch(object? code) => code is string branch ? Access.People.Regions.Display(branch) : "";
}
