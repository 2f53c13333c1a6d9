using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of how many visits each field person is to make in a month.</summary>
internal sealed class VisitTargetImport(AccessQueries access) : SheetTarget<VisitTarget>(Table, FieldsOf)
{
    private const string Person = "email";
    private const string Month = "month";
    private const string Visits = "visits";
    private const int MaxVisits = 10_000;

    private static readonly UploadTable<VisitTarget> Table = new(new ShownField<VisitTarget>("Visits", t => t.Visits));

    private static readonly SheetFields FieldsOf = new([
        new(
            Person,
            "Email",
            FieldType.Code,
            ["email", "e-mail", "email id", "person", "user", "user email", "employee email", "mail"],
            "tsm.pune@example.com",
            "The address of a person of the field team."
        ),
        new(
            Month,
            "Month",
            FieldType.Month,
            ["month", "for month", "period", "target month"],
            "Apr-25",
            "Blank means the month of the upload."
        ),
        new(
            Visits,
            "Visits",
            FieldType.Whole,
            ["visits", "target", "visit target", "target visits", "no of visits", "number of visits", "planned visits"],
            "120",
            "How many visits the person is to make."
        ),
    ]);

    public override string Kind => "visit-targets";

    public override string Title => "Visit targets";

    public override ImportProfile Profile { get; } =
        new()
        {
            Group = "Field sales",
            Summary = "One row for the visits that a field person is to make in a month",
            RowTitle = "Person and month",
            Promise = "Targets are added or corrected; those that a sheet lacks stay.",
            Understood = ["Apr-25 · April 2025 · 2025-04 as months"],
            AsksMonth = true,
            Result = new("/field", "See the field dashboard"),
        };

    protected override IReadOnlyList<string> Needed => [Person, Visits];

    public override string? TotalField(IReadOnlySet<string> present) => null;

    public override void WriteSample(Stream output, int period) => SalesSamples.Targets(output, period);

    public override async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var stored = await db.Set<VisitTarget>().ToListAsync(ct);
        return new Reader(
            await SalesLookup.PeopleAsync(db, access, currentUser, ct),
            stored.ToDictionary(t => (t.UserId, t.Month)),
            terms.Period
        );
    }

    private sealed class Reader(SalesLookup people, Dictionary<(int, int), VisitTarget> stored, int period) : IRowReader
    {
        public RowReading Read(RowCells cells)
        {
            var person = people.Find(cells, Person, 256);
            var month = cells.Date(Month) is { } first ? (first.Year * 100) + first.Month : period;
            var visits = cells.Number(Visits);
            if (visits is null)
                cells.Lack(Visits);
            else if (visits is < 0 or > MaxVisits)
                cells.Fault(Visits, $"'{visits}' is not a number of visits.");
            var known = stored.GetValueOrDefault((person.Id, month));
            var target = new VisitTarget
            {
                UserId = person.Id,
                Month = month,
                Visits = (int)Math.Clamp(visits ?? 0, 0, MaxVisits),
            };
            return new RowReading
            {
                Identity = $"{person.Id}|{month}",
                Key =
                    $"{person.Code} · {new DateOnly(month / 100, month % 100, 1).ToString("MMM-yy", System.Globalization.CultureInfo.InvariantCulture)}",
                Label = person.Name,
                Section = person.Branch ?? "",
                IsNew = known is null,
                Records = [Table.Write(target, known)],
            };
        }
    }
}
