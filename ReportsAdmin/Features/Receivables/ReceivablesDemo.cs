using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables;

/// <summary>
/// The receivables of the demo company: 600 customers and 6,000 invoices over two financial years, the same on every
/// machine and dated relative to today. They come in through real workbooks and the real import, so every figure can be
/// followed to a file and row.
/// </summary>
internal sealed class ReceivablesDemo(IServiceProvider services, BusinessClock today)
{
    private const int CustomersPerDepartment = 200;
    private const int InvoicesPerCustomer = 11;
    private const int MonthsShown = 20;

    private static readonly string[] Firsts =
    [
        "Shree Ganesh",
        "Bharat",
        "Konkan",
        "Sai",
        "Lakshmi",
        "Deccan",
        "Royal",
        "Vishwakarma",
        "Om",
        "Maruti",
        "Narmada",
        "Himalaya",
        "Ashoka",
        "Jai Hind",
        "Trimurti",
        "Sahyadri",
        "Ganga",
        "Kaveri",
        "Balaji",
        "National",
    ];
    private static readonly string[] Trades =
    [
        "Constructions",
        "Infra Projects",
        "Builders",
        "Ready Mix",
        "Concrete Works",
        "Engineers",
        "Developers",
        "Road Works",
        "Estates",
        "Contractors",
    ];
    private static readonly string[] Forms = ["Pvt Ltd", "LLP", "& Sons", "& Co", "Ltd", "Enterprises"];
    private static readonly string[] Notes =
    [
        "Promised payment by the end of the month.",
        "Waiting for the credit note of the June supply.",
        "Accounts department asks for a ledger copy.",
        "Part payment received, balance after site certification.",
        "Site engineer confirmed the quantities; invoice under approval.",
        "Cheque collected, to be deposited on Monday.",
        "Disputes the pump breakdown charges.",
    ];

    private readonly Random random = new(20_250_401);

    private sealed record DemoInvoice(
        int Customer,
        string Number,
        DateOnly Date,
        long AmountPaise,
        int PaidAfterMonths,
        int PartAfterMonths
    );

    private sealed record DemoCustomer(string Code, string Name, string Region);

    public async Task SeedAsync(CancellationToken ct)
    {
        var access = services.GetRequiredService<AccessQueries>();
        var departments = await access.DepartmentsAsync(CurrentUser.System, ct);
        var uploader = await access.DemoViewerAsync("country.manager@example.com", ct);
        var last = Period.Of(today.Today).AddMonths(-1);
        var clock = new MovingClock();
        var commands = ImportCommands.At(services, clock);
        var books = departments.Select((d, i) => (Department: d, Book: MakeBook(i, last))).ToList();
        for (var back = MonthsShown - 1; back >= 0; back--)
        {
            foreach (var ((department, book), index) in books.Select((b, i) => (b, i)))
            {
                // The last department is a month late: the dashboard says so.
                if (back == 0 && index == books.Count - 1)
                    continue;
                var period = last.AddMonths(-back);
                clock.Now = period
                    .LastDay.AddDays(3 + index)
                    .ToDateTime(new TimeOnly(4 + index, 17 * index + 5), DateTimeKind.Utc);
                await UploadAsync(commands, uploader, department, book, period, ct);
            }
        }

        await WriteRemarksAsync(access, books.SelectMany(b => b.Book.Customers).ToList(), last, ct);
    }

    private (List<DemoCustomer> Customers, List<DemoInvoice> Invoices) MakeBook(int department, Period last)
    {
        var customers = new List<DemoCustomer>(CustomersPerDepartment);
        var invoices = new List<DemoInvoice>(CustomersPerDepartment * InvoicesPerCustomer);
        var first = last.AddMonths(-MonthsShown - 3).FirstDay;
        var days = last.LastDay.DayNumber - first.DayNumber;
        for (var c = 0; c < CustomersPerDepartment; c++)
        {
            var number = (department * CustomersPerDepartment) + c + 1;
            var name =
                $"{Firsts[(c * 7 + department * 3) % Firsts.Length]} {Trades[c / Firsts.Length % Trades.Length]} {Forms[random.Next(Forms.Length)]}";
            // A few big regions and a long tail, as in life.
            var region =
                c < Regions.All.Count
                    ? Regions.All[c].Code
                    : Regions
                        .All[
                            Math.Min(random.Next(Regions.All.Count), random.Next(Regions.All.Count + 4))
                                * 5
                                % Regions.All.Count
                        ]
                        .Code;
            customers.Add(new DemoCustomer(number.ToString("000000", CultureInfo.InvariantCulture), name, region));
            var size = random.Next(1, 12) * random.Next(1, 12);
            for (var i = 0; i < InvoicesPerCustomer; i++)
            {
                var date = first.AddDays(random.Next(days + 1));
                var amount = (random.Next(8_000, 60_000) * (long)size * 118L) + random.Next(100);
                var paid = random.Next(100) switch
                {
                    < 55 => random.Next(1, 4),
                    < 85 => random.Next(3, 8),
                    < 95 => random.Next(8, 15),
                    _ => 99,
                };
                var part = random.Next(4) == 0 ? Math.Max(1, paid / 2) : 99;
                invoices.Add(
                    new DemoInvoice(
                        c,
                        $"{"BPS"[department % 3]}{(date.Month >= 4 ? date.Year : date.Year - 1) % 100:00}-{((date.Month >= 4 ? date.Year : date.Year - 1) + 1) % 100:00}/{number:000}{i:00}",
                        date,
                        amount,
                        paid,
                        part
                    )
                );
            }
        }

        return (customers, invoices);
    }

    private static async Task UploadAsync(
        ImportCommands commands,
        CurrentUser uploader,
        DepartmentOption department,
        (List<DemoCustomer> Customers, List<DemoInvoice> Invoices) book,
        Period period,
        CancellationToken ct
    )
    {
        using var sheet = new MemoryStream();
        WriteSheet(sheet, department.Name, book.Customers, book.Invoices, period);
        sheet.Position = 0;
        var upload = new NewUpload(
            ReceivablesImport.TargetKind,
            $"{department.Name} outstanding {period}.xlsx",
            period.Number,
            department.Id
        );
        var id = await commands.StageNowAsync(uploader, upload, sheet, DateOrder.DayFirst, ct);
        await commands.CommitAsync(uploader, id, MissingChoice.Paid, ErrorRows.Refuse, ct);
    }

    private static void WriteSheet(
        Stream output,
        string department,
        List<DemoCustomer> customers,
        List<DemoInvoice> invoices,
        Period period
    )
    {
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(
            new SheetSpec
            {
                Name = "Outstanding",
                Heading =
                [
                    $"{department}: outstanding as on {period.LastDay.ToString("dd MMM yyyy", CultureInfo.InvariantCulture)}",
                ],
                Columns =
                [
                    new("Customer Code", ColumnType.Text, 15),
                    new("Customer Name", ColumnType.Text, 36),
                    new("Region", ColumnType.Text, 14),
                    new("Invoice Number", ColumnType.Text, 18, Unique: true),
                    new("Invoice Date", ColumnType.Date, 13),
                    new("Invoice Amount", ColumnType.Money, 18),
                    new("Outstanding Amount", ColumnType.Money, 20, Total: true),
                ],
            }
        );
        foreach (var invoice in invoices.OrderBy(i => i.Customer).ThenBy(i => i.Date))
        {
            if (OpenAt(invoice, period) is not { } open)
                continue;
            var customer = customers[invoice.Customer];
            writer.BeginRow();
            writer.Text(customer.Code);
            writer.Text(customer.Name);
            writer.Text(Regions.Display(customer.Region));
            writer.Text(invoice.Number);
            writer.Date(invoice.Date);
            writer.Money(invoice.AmountPaise);
            writer.Money(open);
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }

    private static long? OpenAt(DemoInvoice invoice, Period period)
    {
        var issued = Period.Of(invoice.Date);
        var age = ((period.Year - issued.Year) * 12) + period.Month - issued.Month;
        return age < 0 || age >= invoice.PaidAfterMonths ? null
            : age >= invoice.PartAfterMonths ? invoice.AmountPaise - (invoice.AmountPaise * 2 / 5)
            : invoice.AmountPaise;
    }

    /// <summary>What the field has been doing: engineers assigned, remarks, notes and some disputes.</summary>
    private async Task WriteRemarksAsync(
        AccessQueries access,
        List<DemoCustomer> customers,
        Period last,
        CancellationToken ct
    )
    {
        var commands = services.GetRequiredService<CustomerCommands>();
        var invoices = services.GetRequiredService<InvoiceQueries>();
        var manager = await access.DemoViewerAsync("admin@example.com", ct);
        var engineers = (await access.EngineersAsync(CurrentUser.System, ct))
            .Where(e => e.Region is not null)
            .ToLookup(e => e.Region!);
        foreach (var customer in customers.Where((_, i) => i % 2 == 0))
        {
            var id = await FindAsync(commands, customer.Code, ct);
            if (id is not { } key)
                continue;
            var candidates = engineers[customer.Region].ToList();
            if (candidates.Count > 0)
                await commands.AssignEngineerAsync(
                    manager,
                    key,
                    ApiId.Of(ApiId.User, candidates[random.Next(candidates.Count)].Id),
                    ct
                );
            if (random.Next(2) == 0)
                await commands.RemarkAsync(manager, key, Remarks.All[random.Next(1, Remarks.All.Count - 1)], null, ct);
            if (random.Next(3) == 0)
                await commands.NotesAsync(manager, key, Notes[random.Next(Notes.Length)], null, ct);
        }

        var open = await invoices.SheetAsync(
            CurrentUser.System,
            new InvoiceFilter(new ReceivablesFilter(last)),
            new PageRequest(1, PageRequest.MaxSize),
            ct
        );
        foreach (var invoice in open.Page.Rows.Where((_, i) => i % 5 == 2))
            await commands.SetInvoiceStatusAsync(manager, invoice.CustomerId, invoice.Number, "dispute", ct);
    }

    private static async Task<int?> FindAsync(CustomerCommands commands, string code, CancellationToken ct)
    {
        try
        {
            return await commands.ResolveAsync(CurrentUser.System, code, ct);
        }
        catch (DomainException)
        {
            // A customer whose every invoice was paid before the first month shown never came in.
            return null;
        }
    }

    private sealed class MovingClock : TimeProvider
    {
        public DateTime Now { get; set; }

        public override DateTimeOffset GetUtcNow() => new(DateTime.SpecifyKind(Now, DateTimeKind.Utc));
    }
}
