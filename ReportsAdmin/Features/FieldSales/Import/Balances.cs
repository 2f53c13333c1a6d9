using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>What distributors and outlets owe at the end of a month, as sheets of them may say.</summary>
internal static class Balances
{
    public static readonly UploadTable<PartyBalance> Table = new(
        new ShownField<PartyBalance>("Outstanding", b => b.OutstandingPaise, Show.Rupees),
        new ShownField<PartyBalance>("Overdue", b => b.OverduePaise, Show.Rupees)
    )
    {
        References = new Dictionary<string, IUploadTable>
        {
            [nameof(PartyBalance.DistributorId)] = DistributorImport.Table,
            [nameof(PartyBalance.OutletId)] = OutletImport.Table,
        },
    };

    /// <summary>The last day of the month that an upload speaks of; today while that month runs, for nobody owes anything tomorrow yet.</summary>
    public static DateOnly DayOf(int period, DateOnly today)
    {
        var first = new DateOnly(period / 100, period % 100, 1);
        if (first > today)
            throw DomainException.Invalid("period", "This month lies in the future.");
        var last = first.AddMonths(1).AddDays(-1);
        return last < today ? last : today;
    }

    /// <summary>
    /// The balance that the row states for that day, replacing the stored one of the same day; null when it states none.
    /// The overdue part stays as it is when the row does not name it. Its owner is filled in by the caller.
    /// </summary>
    /// <param name="latest">What is owed so far: the latest balance up to that day.</param>
    public static PartyBalance? Read(RowCells cells, string? overdue, DateOnly day, PartyBalance? latest)
    {
        var past = overdue is null ? null : cells.Paise(overdue);
        if (past < 0)
            cells.Fault(overdue!, "What is overdue is not negative.");
        if (cells.Paise(PlacedFields.Outstanding) is { } owed)
            return new PartyBalance
            {
                Id = latest?.Day == day ? latest.Id : 0,
                Day = day,
                OutstandingPaise = owed,
                OverduePaise = past ?? latest?.OverduePaise ?? 0,
            };
        if (past is not null)
            cells.Fault(PlacedFields.Outstanding, "The row says what is overdue, but not what is outstanding.");
        return null;
    }

    /// <summary>The reading of a master's row, with what it owes when the row states it.</summary>
    public static RowReading Reading(
        Placed placed,
        bool isNew,
        RecordWrite master,
        PartyBalance? balance,
        PartyBalance? latest
    ) =>
        new()
        {
            Identity = placed.Code.ToUpperInvariant(),
            Key = placed.Code,
            Label = placed.Name,
            Section = placed.Branch ?? "",
            IsNew = isNew,
            Amount = balance?.OutstandingPaise ?? 0,
            Delta = balance is null ? 0 : balance.OutstandingPaise - (latest?.OutstandingPaise ?? 0),
            Records = balance is null ? [master] : [master, Table.Write(balance, latest)],
        };
}

/// <summary>Values of columns as people read them.</summary>
internal static class Show
{
    public static string Rupees(object? paise) => paise is long value ? new Money(value).ToString() : "";

    public static string Thousandths(object? milli) => milli is long value ? NumberText.OfThousandths(value) : "";

    public static string Branch(object? code) => code is string branch ? Access.People.Regions.Display(branch) : "";
}
