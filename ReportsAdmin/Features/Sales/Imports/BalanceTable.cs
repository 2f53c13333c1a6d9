using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Sales.Imports;

/// <summary>What distributors and outlets owe at the end of a month, as sheets of them may say.</summary>
internal static class BalanceTable
{
    public static readonly RecordTable<PartyBalance> Table = new("party_balances",
        [
            new("distributor_id", BulkType.Int32), new("outlet_id", BulkType.Int32), new("day", BulkType.Date),
            new("outstanding_paise", BulkType.Int64, "Outstanding", Show.Rupees), new("overdue_paise", BulkType.Int64, "Overdue", Show.Rupees),
        ], b => b.Id, b => [b.DistributorId, b.OutletId, b.Day, b.OutstandingPaise, b.OverduePaise]);

    public static long Outstanding(object?[] values) => (long)values[3]!;

    /// <summary>The balances of that day by the key of their owner.</summary>
    public static async Task<Dictionary<int, StoredRecord>> AtAsync(ReportsDb db, DateOnly day, Func<PartyBalance, int?> owner, CancellationToken ct) =>
        (await db.Set<PartyBalance>().Where(b => b.Day == day).ToListAsync(ct)).Where(b => owner(b) is not null).ToDictionary(b => owner(b)!.Value, Table.ToRecord);

    /// <summary>The last day of the month that an upload speaks of; today while that month runs, for nobody owes anything tomorrow yet.</summary>
    public static DateOnly DayOf(int period, DateOnly today)
    {
        var first = new DateOnly(period / 100, period % 100, 1);
        if (first > today) throw Refusal.Invalid("period", "This month lies in the future.");
        var last = first.AddMonths(1).AddDays(-1);
        return last < today ? last : today;
    }

    /// <summary>What the row says is owed; null when it says nothing. The overdue part stays as it is when the row does not name it.</summary>
    public static object?[]? Read(RowCells cells, string outstanding, string? overdue, DateOnly day, StoredRecord? owner, StoredRecord? stored, int pointer)
    {
        var past = overdue is null ? null : cells.Paise(overdue);
        if (past < 0) cells.Fault(overdue!, "What is overdue is not negative.");
        if (cells.Paise(outstanding) is not { } owed)
        {
            if (past is not null) cells.Fault(outstanding, "The row says what is overdue, but not what is outstanding.");
            return null;
        }

        object?[] values = [null, null, day, owed, past ?? stored?.Values[4] ?? 0L];
        if (owner is not null) values[pointer] = (int)owner.Id;
        return values;
    }
}

/// <summary>Values of columns as people read them.</summary>
internal static class Show
{
    public static string Rupees(object? paise) => paise is long value ? new Money(value).ToString() : "";

    public static string Thousandths(object? milli) => milli is long value ? NumberText.OfThousandths(value) : "";

    public static string Branch(object? code) => code is string branch ? Access.Regions.Display(branch) : "";
}
