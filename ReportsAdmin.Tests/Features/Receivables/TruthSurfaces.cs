using System.Globalization;
using System.Text;
using ClosedXML.Excel;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>A question that any surface can be asked: the month, the day that ages are counted to, and what it is narrowed to.</summary>
internal sealed record TruthQuestion(int Month, DateOnly? AsOf, int? Department, string? Region)
{
    public ReceivablesFilter Filter => new(Period.FromNumber(Month), Department, Region, AsOf);

    /// <summary>A day before the month is answered by the month of that day.</summary>
    public int Answering => AsOf is { } day ? Math.Min(Month, (day.Year * 100) + day.Month) : Month;
}

/// <summary>Every surface that shows receivables, compared with the model: the same sums, whatever they are grouped by.</summary>
internal sealed class TruthSurfaces(TestFixture fixture, TruthHistory history, TruthQuestion question)
{
    private static readonly int[] Standard = [30, 90, 180, 365];
    private static readonly int[] OwnEdges = [15, 45, 100, 200];

    private readonly List<TruthItem> open = history.Model.Open(
        question.Answering,
        question.Department,
        question.Region
    );

    private ReceivablesFilter Filter => question.Filter;

    public async Task DashboardAsync()
    {
        var shown = await fixture.Outstanding.DashboardAsync(CurrentUser.System, Filter, default);
        Same(Sum, shown.Figures.Outstanding.Paise, "dashboard total");
        Same(Accounts(open), shown.Figures.Customers, "dashboard customers");
        Same(By(i => i.Region), Nonzero(shown.Regions, r => r.Region, r => r.Outstanding), "dashboard regions");
        Same(
            By(i => $"{i.Region} {BucketOf(i)}"),
            Nonzero(
                shown.Ageing.SelectMany(r => Enum.GetValues<AgeBucket>().Select(b => (r.Region, Bucket: b, r.Amounts))),
                x => $"{x.Region} {(int)x.Bucket}",
                x => x.Amounts[x.Bucket]
            ),
            "dashboard ageing"
        );
        Same(By(EngineerOf), Nonzero(shown.Engineers, e => e.Name, e => e.Outstanding), "dashboard engineers");
        Same(Accounts(open), shown.Engineers.Sum(e => e.Customers), "customers of the dashboard's engineers");
        Same(Sum, shown.FilteredMonths.LastOrDefault()?.Outstanding.Paise ?? 0, "last month of the dashboard's trend");
    }

    public async Task GroupsAsync()
    {
        var keys = new Dictionary<string, Func<TruthItem, string>>
        {
            ["region"] = i => Regions.Display(i.Region),
            ["department"] = i => i.Department == 1 ? "Batching Plant" : "Pump",
            ["engineer"] = EngineerOf,
        };
        string[][] groupings =
        [
            ["region"],
            ["department"],
            ["engineer"],
            ["region", "department", "engineer"],
        ];
        foreach (var groups in groupings)
        {
            var rows = await fixture.Get<AgeingQueries>().GroupedAsync(CurrentUser.System, Filter, groups, default);
            string Key(TruthItem i) => string.Join('|', groups.Select(g => keys[g](i)));
            var what = $"ageing by {string.Join(" and ", groups)}";
            Same(
                ByWithZero(Key),
                rows.Where(r => r.Customers > 0).ToDictionary(r => string.Join('|', r.Names), r => r.Outstanding.Paise),
                what
            );
            Same(
                By(i => $"{Key(i)} {BucketOf(i)}"),
                Nonzero(
                    rows.SelectMany(r => Enum.GetValues<AgeBucket>().Select(b => (r.Names, Bucket: b, r.Ageing))),
                    x => $"{string.Join('|', x.Names)} {(int)x.Bucket}",
                    x => x.Ageing[x.Bucket]
                ),
                $"buckets of {what}"
            );
            Same(Accounts(open), rows.Sum(r => r.Customers), $"customers of {what}");
        }
    }

    public async Task CustomersAsync()
    {
        var filter = new CustomerFilter(Filter, Sort: "region");
        var sheet = await fixture.Customers.SheetAsync(CurrentUser.System, filter, new PageRequest(1, 100), default);
        Same(Sum, sheet.Outstanding.Paise, "total of the customers");
        Same(Accounts(open), sheet.Totals.Customers, "count of the customers");
        Same(
            ByWithZero(i => $"{i.Region} {i.Code}"),
            sheet.Page.Rows.ToDictionary(r => $"{r.Region} {r.Code}", r => r.Outstanding.Paise),
            "customers"
        );
        Same(
            By(i => $"{i.Code} {BucketOf(i)}"),
            Nonzero(
                sheet.Page.Rows.SelectMany(r => Enum.GetValues<AgeBucket>().Select(b => (r.Code, Bucket: b, r.Ageing))),
                x => $"{x.Code} {(int)x.Bucket}",
                x => x.Ageing[x.Bucket]
            ),
            "buckets of the customers"
        );
        Same(
            By(i => $"{BucketOf(i)}"),
            Nonzero(Enum.GetValues<AgeBucket>(), b => $"{(int)b}", b => sheet.Ageing[b]),
            "buckets of all customers"
        );
        var streamed = new List<CustomerRow>();
        await foreach (var row in fixture.Customers.StreamAsync(CurrentUser.System, filter, default))
            streamed.Add(row);
        Assert.Equal(sheet.Page.Rows.Select(r => (r.Id, r.Region)), streamed.Select(r => (r.Id, r.Region)));
        await BucketAsync((AgeBucket)history.Random.Next(6));
    }

    public async Task InvoicesAsync()
    {
        var filter = new InvoiceFilter(Filter, OpenOnly: true);
        var sheet = await fixture.Invoices.SheetAsync(CurrentUser.System, filter, new PageRequest(1, 100), default);
        Same(Sum, sheet.Outstanding.Paise, "total of the invoices");
        Same(open.Count, sheet.Totals.Invoices, "count of the invoices");
        Same(
            By(i => $"{i.Region} {i.Code} {i.Number} {BucketOf(i)}"),
            Nonzero(
                sheet.Page.Rows,
                r => $"{r.Region} {r.CustomerCode} {r.Number} {(int)r.Bucket}",
                r => r.Outstanding
            ),
            "invoices"
        );
        var streamed = 0L;
        await foreach (
            var row in fixture.Invoices.StreamAsync(CurrentUser.System, filter with { OpenOnly = false }, default)
        )
            streamed += row.Outstanding.Paise;
        Same(Sum, streamed, "streamed invoices");
    }

    /// <summary>The wire of spec 003: its customers and months, with the dashboard of the same year.</summary>
    public async Task TrackerAsync()
    {
        if (history.Model.Latest is not { } latest)
            return;
        var year = new FinancialYear(history.Random.Next(2025, 2027));
        var (first, last) = (year.First.Number, Math.Max(year.First.Number, Math.Min(year.Last.Number, latest)));
        var owed = history.Model.Open(last, question.Department, question.Region);
        var customers = new List<TrackerCustomer>();
        await foreach (
            var customer in fixture
                .Get<TrackerQueries>()
                .CustomersAsync(CurrentUser.System, question.Department, question.Region, year, default)
        )
            customers.Add(customer);
        Same(owed.Sum(i => i.Paise), customers.Sum(c => c.Outstanding.Paise), "customers of the Tracker");
        Same(
            owed.GroupBy(i => i.Code).ToDictionary(g => g.Key, g => g.Sum(i => i.Paise)).Where(g => g.Value != 0),
            Nonzero(customers, c => c.Code, c => c.Outstanding),
            "amounts of the Tracker's customers"
        );
        Same(
            owed.Where(i => !TruthModel.IsTotal(i.Number)).Sum(i => i.Paise),
            customers.SelectMany(c => c.Invoices).Sum(i => i.Months[0].Outstanding.Paise),
            "newest amounts of the Tracker's invoices"
        );
        if (question is { Department: null, Region: null })
            Assert.True(
                history.Model.OwedBetween(first, last).SetEquals(customers.Select(c => c.Code)),
                $"who owed in {year}: {string.Join(", ", customers.Select(c => c.Code))}\n{history.Story}"
            );
        var day = MonthEnd(last);
        foreach (var customer in customers)
        {
            var oldest = owed.Where(i => i.Code == customer.Code && i.Paise > 0)
                .Select(i => (int?)TruthDates.BucketOf(i.Number, day, i.Department == 2, Standard))
                .Max();
            Assert.True(oldest == (int?)customer.Oldest, $"age of {customer.Code} in {year}\n{history.Story}");
        }

        foreach (
            var month in await fixture.Outstanding.TrackerAsync(
                CurrentUser.System,
                question.Department,
                question.Region,
                year,
                default
            )
        )
            Same(
                history.Model.Open(month.Period.Number, question.Department, question.Region).Sum(i => i.Paise),
                month.Amount.Paise,
                $"invoice tracker of {month.Period}"
            );
    }

    /// <summary>The files that a person takes away.</summary>
    public async Task FilesAsync()
    {
        var filters = new Dictionary<string, IReadOnlyList<string>> { ["month"] = [Filter.Period.ToString()] };
        if (question.AsOf is { } day)
            filters["asOf"] = [day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        if (question.Region is { } region)
            filters["regions"] = [region];
        if (question.Department is { } department)
            filters["departmentIds"] = [ApiId.Of(ReportsAdmin.Features.Access.AccessIds.Department, department)];
        var sheet = await FileAsync("customer-sheet", new ReportRequest { Filters = filters }, ReportFormat.Csv);
        var lines = Encoding.UTF8.GetString(sheet)[1..].Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var outstanding = lines[0].Split(',').ToList().IndexOf("Outstanding");
        Same(
            Sum,
            lines
                .Skip(1)
                .Sum(l => (long)(decimal.Parse(l.Split(',')[outstanding], CultureInfo.InvariantCulture) * 100)),
            "CSV of the customers"
        );
        using var workbook = new XLWorkbook(
            new MemoryStream(
                await FileAsync(
                    "outstanding-ageing",
                    new ReportRequest
                    {
                        Filters = filters,
                        GroupBy = ["region", "customer"],
                        Measures = ["ageing"],
                    },
                    ReportFormat.Excel
                )
            )
        );
        var rows = workbook.Worksheets.First(w => w.Name == "By customer").RowsUsed().ToList();
        var header = rows.FindIndex(r => r.Cells().Any(c => c.GetString() == "Customer code"));
        var column = rows[header].Cells().Single(c => c.GetString() == "Outstanding").Address.ColumnNumber;
        Same(
            ByWithZero(i => i.Code),
            rows.Skip(header + 1)
                .Where(r => r.FirstCell().GetString().StartsWith('D'))
                .GroupBy(r => r.FirstCell().GetString())
                .ToDictionary(g => g.Key, g => g.Sum(r => (long)Math.Round(r.Cell(column).GetDouble() * 100))),
            "Excel of the ageing"
        );
    }

    private async Task BucketAsync(AgeBucket bucket)
    {
        var sheet = await fixture.Customers.SheetAsync(
            CurrentUser.System,
            new CustomerFilter(Filter, Bucket: bucket),
            new PageRequest(1, 100),
            default
        );
        var expected = open.Where(i => BucketOf(i) == (int)bucket).Select(i => $"{i.Region} {i.Code}").ToHashSet();
        Assert.True(
            expected.SetEquals(sheet.Page.Rows.Select(r => $"{r.Region} {r.Code}")),
            $"customers of bucket {bucket}: {question}\n{history.Story}"
        );
    }

    private async Task<byte[]> FileAsync(string type, ReportRequest request, ReportFormat format)
    {
        var report = fixture.Get<ReportCatalog>().Find(type)!;
        await using var held = await fixture.Contexts.SnapshotAsync(default);
        var document = await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, request, default),
            default
        );
        using var output = new MemoryStream();
        await fixture.Get<ReportRenderers>().RenderAsync(document, format, output, null, default);
        return output.ToArray();
    }

    private long Sum => open.Sum(i => i.Paise);

    private static long Accounts(IEnumerable<TruthItem> items) =>
        items.Select(i => (i.Department, i.Region, i.Code)).Distinct().Count();

    private string EngineerOf(TruthItem item) =>
        history.Engineers.TryGetValue(item.Code, out var id) ? $"Engineer {id}" : "Unassigned";

    private int BucketOf(TruthItem item) =>
        TruthDates.BucketOf(
            item.Number,
            question.AsOf ?? MonthEnd(question.Month),
            item.Department == 2,
            question.Department == 1 ? OwnEdges : Standard
        );

    /// <summary>Ages of the current month are counted to today, the 15th of May.</summary>
    private static DateOnly MonthEnd(int month) =>
        month >= 202605
            ? new DateOnly(2026, 5, 15)
            : new DateOnly(month / 100, month % 100, 1).AddMonths(1).AddDays(-1);

    private Dictionary<string, long> ByWithZero(Func<TruthItem, string> key) =>
        open.GroupBy(key).ToDictionary(g => g.Key, g => g.Sum(i => i.Paise));

    private Dictionary<string, long> By(Func<TruthItem, string> key) =>
        ByWithZero(key).Where(g => g.Value != 0).ToDictionary();

    private static Dictionary<string, long> Nonzero<T>(
        IEnumerable<T> rows,
        Func<T, string> key,
        Func<T, Money> amount
    ) =>
        rows.GroupBy(key)
            .Select(g => KeyValuePair.Create(g.Key, g.Sum(r => amount(r).Paise)))
            .Where(g => g.Value != 0)
            .ToDictionary();

    private void Same(long expected, long shown, string what) =>
        Assert.True(expected == shown, $"{what}: {shown}, the model says {expected}; {question}\n{history.Story}");

    private void Same(
        IEnumerable<KeyValuePair<string, long>> expected,
        IEnumerable<KeyValuePair<string, long>> shown,
        string what
    )
    {
        var (model, surface) = (
            expected.Select(e => $"{e.Key} = {e.Value}").ToHashSet(),
            shown.Select(e => $"{e.Key} = {e.Value}").ToHashSet()
        );
        Assert.True(
            model.SetEquals(surface),
            $"{what}; {question}\nmodel alone: {string.Join(", ", model.Except(surface))}\nshown alone: {string.Join(", ", surface.Except(model))}\n{history.Story}"
        );
    }
}
