using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables;

internal sealed record DemoCustomer(string Code, string Name, string Region);

/// <param name="Customer">Position in the department's customers.</param>
/// <param name="PaidAfterMonths">From the invoice's month; 99 for never.</param>
/// <param name="PartAfterMonths">When two fifths of it are paid; 99 for never.</param>
internal sealed record DemoInvoice(
    int Customer,
    string Number,
    DateOnly Date,
    long AmountPaise,
    int PaidAfterMonths,
    int PartAfterMonths
);

/// <summary>The customers and invoices of one department of the demo company, and the sheets that it sends of them.</summary>
internal sealed class ReceivablesDemoBook
{
    private const int CustomersPerDepartment = 200;
    private const int InvoicesPerCustomer = 11;

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

    private readonly List<DemoCustomer> customers = new(CustomersPerDepartment);
    private readonly List<DemoInvoice> invoices = new(CustomersPerDepartment * InvoicesPerCustomer);

    private ReceivablesDemoBook() { }

    public IReadOnlyList<DemoCustomer> Customers => customers;

    /// <param name="department">Counts from 0.</param>
    /// <param name="last">The month of the last sheet.</param>
    /// <param name="months">How many sheets there will be.</param>
    public static ReceivablesDemoBook Make(Random random, int department, Period last, int months)
    {
        var book = new ReceivablesDemoBook();
        var first = last.AddMonths(-months - 3).FirstDay;
        var days = last.LastDay.DayNumber - first.DayNumber;
        for (var c = 0; c < CustomersPerDepartment; c++)
        {
            var number = (department * CustomersPerDepartment) + c + 1;
            var name =
                $"{Firsts[(c * 7 + department * 3) % Firsts.Length]} {Trades[c / Firsts.Length % Trades.Length]} {Forms[random.Next(Forms.Length)]}";
            var code = number.ToString("000000", CultureInfo.InvariantCulture);
            book.customers.Add(new DemoCustomer(code, name, RegionOf(c, random)));
            var size = random.Next(1, 12) * random.Next(1, 12);
            for (var i = 0; i < InvoicesPerCustomer; i++)
            {
                var date = first.AddDays(random.Next(days + 1));
                book.invoices.Add(
                    Invoice(random, c, $"{"BPS"[department % 3]}{Year(date)}/{number:000}{i:00}", date, size)
                );
            }
        }

        return book;
    }

    /// <summary>A few big regions and a long tail, as in life.</summary>
    private static string RegionOf(int customer, Random random)
    {
        var count = Regions.All.Count;
        return customer < count
            ? Regions.All[customer].Code
            : Regions.All[Math.Min(random.Next(count), random.Next(count + 4)) * 5 % count].Code;
    }

    private static DemoInvoice Invoice(Random random, int customer, string number, DateOnly date, int size)
    {
        var amount = (random.Next(8_000, 60_000) * (long)size * 118L) + random.Next(100);
        var paid = random.Next(100) switch
        {
            < 55 => random.Next(1, 4),
            < 85 => random.Next(3, 8),
            < 95 => random.Next(8, 15),
            _ => 99,
        };
        var part = random.Next(4) == 0 ? Math.Max(1, paid / 2) : 99;
        return new DemoInvoice(customer, number, date, amount, paid, part);
    }

    /// <summary>The financial year in the number of an invoice: <c>25-26</c>.</summary>
    private static string Year(DateOnly date)
    {
        var start = date.Month >= 4 ? date.Year : date.Year - 1;
        return $"{start % 100:00}-{(start + 1) % 100:00}";
    }

    /// <summary>The sheet of a month: every invoice with something open.</summary>
    public void Write(Stream output, string department, Period period)
    {
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(SheetOf(department, period));
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

    private static SheetSpec SheetOf(string department, Period period) =>
        new()
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
        };

    private static long? OpenAt(DemoInvoice invoice, Period period)
    {
        var issued = Period.Of(invoice.Date);
        var age = ((period.Year - issued.Year) * 12) + period.Month - issued.Month;
        return age < 0 || age >= invoice.PaidAfterMonths ? null
            : age >= invoice.PartAfterMonths ? invoice.AmountPaise - (invoice.AmountPaise * 2 / 5)
            : invoice.AmountPaise;
    }
}
