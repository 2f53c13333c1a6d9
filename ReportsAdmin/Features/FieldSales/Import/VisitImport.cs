using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of visits: who was at which outlet, when, and for how long.</summary>
internal sealed class VisitImport(AccessQueries access, BusinessClock clock) : SheetTarget<Visit>(Table, FieldsOf)
{
    private const string Person = "email";
    private const string OutletCode = "outletCode";
    private const string Day = "date";
    private const string Time = "time";
    private const string Minutes = "minutes";
    private const int MaxMinutes = 24 * 60;

    private static readonly UploadTable<Visit> Table = new(new ShownField<Visit>("Minutes", v => v.Minutes));

    private static readonly SheetFields FieldsOf = new([
        new(
            Person,
            "Email",
            FieldType.Code,
            ["email", "e-mail", "email id", "person", "user", "user email", "employee email", "visited by", "mail"],
            "tsm.pune@example.com",
            "The address of a person of the field team."
        ),
        new(
            OutletCode,
            "Outlet Code",
            FieldType.Code,
            ["outlet code", "retailer code", "shop code", "customer code", "outlet id", "outlet", "retailer"],
            "RET-001",
            "The code of an outlet that is known."
        ),
        new(
            Day,
            "Date",
            FieldType.Date,
            ["date", "visit date", "day", "visited on", "date and time", "date time", "check in", "on"],
            "2025-04-12",
            "The day of the visit; a time beside it in the cell is read too."
        ),
        new(
            Time,
            "Time",
            FieldType.Time,
            ["time", "visit time", "start time", "check in time", "in time", "at"],
            "10:30",
            "Optional: start time; it distinguishes two visits to one outlet on a day."
        ),
        new(
            Minutes,
            "Minutes",
            FieldType.Whole,
            ["minutes", "mins", "duration", "duration (minutes)", "time spent", "time spent (minutes)"],
            "25",
            "Optional: how long it lasted."
        ),
    ]);

    public override string Kind => "visits";

    public override string Title => "Visits";

    public override ImportProfile Profile { get; } =
        new()
        {
            Group = "Field sales",
            Summary = "One row for each visit of a field person to an outlet",
            RowTitle = "Person and outlet",
            Promise = "Visits are added or corrected; those that a sheet lacks stay.",
            Understood = ["10:30 · 2:05 pm · 14.30, in a column of its own or beside the date"],
            Result = new("/field", "See the field dashboard"),
        };

    protected override IReadOnlyList<string> Needed => [Person, OutletCode, Day];

    public override string? TotalField(IReadOnlySet<string> present) => null;

    public override void WriteSample(Stream output, int period) => SalesSamples.Visits(output, period);

    public override async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        IQueryable<Visit> OfMonth(DateOnly month)
        {
            var (from, to) = (ToUtc(month, TimeOnly.MinValue), ToUtc(month.AddMonths(1), TimeOnly.MinValue));
            return db.Set<Visit>().Where(v => v.At >= from && v.At < to).OrderBy(v => v.Id);
        }

        var stored = new MonthRows<Visit>(OfMonth, v => Identity(v.UserId, v.OutletId, v.At));
        return new Reader(
            await SalesLookup.PeopleAsync(db, access, currentUser, ct),
            await SalesLookup.OutletsAsync(db, currentUser, ct),
            stored,
            clock.UtcNow,
            ToUtc
        );
    }

    private static string Identity(int person, int outlet, DateTime at) =>
        FormattableString.Invariant($"{person}|{outlet}|{at:yyyyMMddHHmm}");

    /// <summary>A moment on the company's clocks.</summary>
    private DateTime ToUtc(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(new TimeOnly(time.Hour, time.Minute), DateTimeKind.Unspecified);
        // Where clocks jump, the hour that there is not begins an hour later.
        return TimeZoneInfo.ConvertTimeToUtc(clock.Zone.IsInvalidTime(local) ? local.AddHours(1) : local, clock.Zone);
    }

    private sealed class Reader(
        SalesLookup people,
        SalesLookup outlets,
        MonthRows<Visit> stored,
        DateTime now,
        Func<DateOnly, TimeOnly, DateTime> toUtc
    ) : IRowReader
    {
        public RowReading Read(RowCells cells)
        {
            var (person, outlet) = (people.Find(cells, Person, 256), outlets.Find(cells, OutletCode));
            var day = cells.Date(Day);
            if (day is null)
                cells.Lack(Day);
            var at = day is { } date ? toUtc(date, cells.Time(Time) ?? cells.Time(Day) ?? default) : default;
            if (at > now)
                cells.Fault(Day, "The visit lies in the future.");
            var minutes = cells.Number(Minutes) ?? 0;
            if (minutes is < 0 or > MaxMinutes)
                cells.Fault(Minutes, $"'{minutes}' is not the length of a visit in minutes.");
            var identity = Identity(person.Id, outlet.Id, at);
            var known = cells.Problems.Count > 0 ? null : stored.Find(day!.Value, identity);
            var visit = new Visit
            {
                Id = known?.Id ?? 0,
                UserId = person.Id,
                OutletId = outlet.Id,
                At = at,
                Minutes = (int)Math.Clamp(minutes, 0, MaxMinutes),
            };
            return new RowReading
            {
                Identity = identity,
                Key = $"{person.Code} · {outlet.Code}",
                Label = $"{person.Name} at {outlet.Name}",
                Section = outlet.Branch ?? "",
                IsNew = known is null,
                Records = [Table.Write(visit, known)],
            };
        }
    }
}
