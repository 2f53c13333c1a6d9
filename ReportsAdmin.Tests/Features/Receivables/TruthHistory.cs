using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>One random history: sheets of every layout, undos, payments, reversals, disputes and assignments, beside its model.</summary>
internal sealed class TruthHistory(TestFixture fixture, int seed, IReadOnlyList<int> engineers)
{
    public static readonly int[] Months = [202601, 202602, 202603, 202604, 202605];
    public static readonly string[] Regions = ["mumbai", "pune", "delhi"];

    // An invoice keeps its date whatever month it is uploaded for.
    private static readonly Dictionary<string, string> Answers = new() { ["implausible-dates"] = "keep" };
    private static readonly string[] Buckets = ["0-30", "31-90", "91-180", "181-365", ">365"];

    private readonly Random random = new(seed);
    private readonly Stack<Step> uploads = new();
    private readonly HashSet<(string Code, string Number)> edited = [];
    private readonly List<string> log = [];

    public TruthModel Model { get; private set; } = new();

    /// <summary>The engineer of each customer, by code.</summary>
    public Dictionary<string, int> Engineers { get; } = [];

    public Random Random => random;

    public string Story => $"seed {seed}: {string.Join(" · ", log)}";

    public async Task StepAsync()
    {
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        switch (random.Next(10))
        {
            case 0 when uploads.Count > 1:
                await UndoAsync();
                break;
            case 1 or 2 when Model.Invoices.Count > 0:
                await PayOrReverseAsync();
                break;
            case 3 when Model.Invoices.Count > 0:
                await DisputeAsync();
                break;
            case 4 when Model.Codes.Count > 0:
                await AssignAsync();
                break;
            default:
                await UploadAsync();
                break;
        }
    }

    private async Task UploadAsync()
    {
        var department = random.Next(1, 3);
        var period = Months[random.Next(Months.Length)];
        var missing = ((string[])[MissingChoice.Carry, MissingChoice.Paid, MissingChoice.Query])[random.Next(3)];
        var layout = random.Next(5);
        var rows = layout < 3 ? InvoiceRows(department, period) : TotalRows(department, layout == 3);
        var sheet =
            layout < 3 ? InvoiceSheet(rows)
            : layout == 3 ? BucketSheet(rows)
            : TotalSheet(rows);
        log.Add(
            $"upload {period} of {department} ({missing}): {string.Join(", ", rows.Select(r => $"{r.Code} {r.Region} {r.Number} {r.Paise}"))}"
        );
        var before = Model.Copy();
        var places = Model.Upload(department, period, rows, layout >= 3, missing == MissingChoice.Paid);
        var id = await fixture.UploadAsync(sheet, Period.FromNumber(period).ToString(), department, missing, Answers);
        uploads.Push(new Step(id, before, places, []));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task UndoAsync()
    {
        var last = uploads.Pop();
        log.Add($"undo #{last.Upload}");
        await fixture.Imports.UndoAsync(CurrentUser.System, last.Upload, default);
        Model = Model.Undo(last.Before, last.Places, last.Payments, edited);
        uploads.Peek().Payments.AddRange(last.Payments.Where(p => Model.Invoices.ContainsKey(p.Key)));
        foreach (var code in Engineers.Keys.Except(Model.Codes).ToList())
            Engineers.Remove(code);
    }

    private async Task PayOrReverseAsync()
    {
        var (key, isPaid) = Model.Invoices.ElementAt(random.Next(Model.Invoices.Count));
        log.Add($"{(isPaid ? "reverse" : "pay")} {key}");
        var changes = isPaid ? Model.Reverse(key) : Model.Pay(key);
        var result = await fixture.CustomerCommands.ChangeInvoicesAsync(
            CurrentUser.System,
            [await InvoiceIdAsync(key)],
            isPaid ? InvoiceAction.ReversePayment : InvoiceAction.MarkPaid,
            default
        );
        Xunit.Assert.True(result.Changed.Count == (changes ? 1 : 0), Story);
        if (!changes)
            return;
        edited.Add(key);
        uploads.Peek().Payments.Add((key, !isPaid));
    }

    /// <summary>Disputes move no money; they are there to disturb.</summary>
    private async Task DisputeAsync()
    {
        var key = Model.Invoices.Keys.ElementAt(random.Next(Model.Invoices.Count));
        log.Add($"dispute {key}");
        var result = await fixture.CustomerCommands.ChangeInvoicesAsync(
            CurrentUser.System,
            [await InvoiceIdAsync(key)],
            random.Next(2) == 0 ? InvoiceAction.Dispute : InvoiceAction.ResolveDispute,
            default
        );
        if (result.Changed.Count > 0)
            edited.Add(key);
    }

    private async Task AssignAsync()
    {
        var code = Model.Codes.ElementAt(random.Next(Model.Codes.Count));
        var engineer = engineers[random.Next(engineers.Count)];
        log.Add($"assign {code}");
        var id = await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, code, default);
        var result = await fixture.CustomerCommands.AssignEngineersAsync(
            CurrentUser.System,
            new Dictionary<int, int?> { [id] = engineer },
            default
        );
        Engineers[code] = engineer;
        if (result.Changed.Count > 0)
            edited.Add((code, ""));
    }

    private async Task<int> InvoiceIdAsync((string Code, string Number) key)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return await db.Set<Invoice>()
            .Where(i =>
                i.Number == key.Number && db.Set<Customer>().Any(c => c.Id == i.CustomerId && c.Code == key.Code)
            )
            .Select(i => i.Id)
            .SingleAsync();
    }

    private List<TruthItem> InvoiceRows(int department, int period)
    {
        var rows = new Dictionary<(string, string), TruthItem>();
        foreach (var item in Model.Open(period, department).Where(i => !TruthModel.IsTotal(i.Number)))
        {
            var fate = random.Next(8);
            if (fate < 3)
                continue;
            rows[(item.Code, item.Number)] = item with
            {
                Region = random.Next(6) == 0 ? Any(Regions) : item.Region,
                Paise =
                    fate == 3 ? 0
                    : fate == 4 ? item.Paise - random.Next(1, 5000)
                    : item.Paise,
            };
        }

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var (code, number) = ($"D{department}-{random.Next(4)}", $"I{random.Next(12)}");
            rows[(code, number)] = new TruthItem(department, Any(Regions), code, number, random.Next(-20_000, 500_000));
        }

        // A payment on account that cancels a debt out: the customer owes nothing in sum, but the debt is there.
        if (random.Next(3) == 0 && rows.Values.FirstOrDefault(r => r.Paise > 0) is { } debt)
            rows[(debt.Code, "I99")] = debt with { Number = "I99", Paise = -debt.Paise };

        // One region for each customer of a sheet, as sheets have it.
        var home = rows.Values.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.First().Region);
        return [.. rows.Values.Select(r => r with { Region = home[r.Code] })];
    }

    private List<TruthItem> TotalRows(int department, bool withBuckets)
    {
        var rows = new List<TruthItem>();
        foreach (var code in Enumerable.Range(0, 4).Where(_ => random.Next(2) > 0).DefaultIfEmpty(0))
        {
            var name = $"D{department}-{code}";
            var known = Model.Open(209912, department).FirstOrDefault(i => i.Code == name)?.Region;
            var region = random.Next(5) == 0 ? Any(Regions) : known ?? Any(Regions);
            if (!withBuckets)
            {
                rows.Add(new TruthItem(department, region, name, "Balance unclassified", random.Next(1, 300_000)));
                continue;
            }

            var amounts = Buckets.Where(_ => random.Next(2) == 0).DefaultIfEmpty(Buckets[0]).ToList();
            rows.AddRange(
                amounts.Select(b => new TruthItem(department, region, name, $"Balance {b}", random.Next(1, 300_000)))
            );
            if (random.Next(3) == 0 && amounts.Count == 1)
                rows.Add(
                    rows[^1] with
                    {
                        Number = $"Balance {Buckets.First(b => b != amounts[0])}",
                        Paise = -rows[^1].Paise,
                    }
                );
        }

        return rows;
    }

    private static byte[] InvoiceSheet(IEnumerable<TruthItem> rows) =>
        Sheet.Of([
            "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Due Date|Invoice Amount|Outstanding Amount",
            .. rows.Select(r =>
                $"{r.Code}|Name of {r.Code}|{r.Region}|{r.Number}|{Day(TruthDates.Of(r.Number))}|{Day(TruthDates.DueOf(r.Number))}|6000|{Rupees(r.Paise)}"
            ),
        ]);

    private static byte[] BucketSheet(IEnumerable<TruthItem> rows) =>
        Sheet.Of([
            "Party Code|Party Name|Branch|0-30|31-90|91-180|181-365|>365|Outstanding",
            .. rows.GroupBy(r => r.Code)
                .Select(g =>
                    $"{g.Key}|Name of {g.Key}|{g.First().Region}|{string.Join('|', Buckets.Select(b => g.FirstOrDefault(r => r.Number == "Balance " + b) is { } r ? Rupees(r.Paise) : ""))}|{Rupees(g.Sum(r => r.Paise))}"
                ),
        ]);

    private static byte[] TotalSheet(IEnumerable<TruthItem> rows) =>
        Sheet.Of([
            "Party Code|Party Name|Branch|Outstanding",
            .. rows.Select(r => $"{r.Code}|Name of {r.Code}|{r.Region}|{Rupees(r.Paise)}"),
        ]);

    private string Any(string[] values) => values[random.Next(values.Length)];

    private static string Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Rupees(long paise) => (paise / 100m).ToString(CultureInfo.InvariantCulture);

    private sealed record Step(
        int Upload,
        TruthModel Before,
        HashSet<Place> Places,
        List<((string Code, string Number) Key, bool Paid)> Payments
    );
}

/// <summary>The dates of the random invoices follow from their numbers; some have none.</summary>
internal static class TruthDates
{
    public static DateOnly? Of(string number) =>
        int.Parse(number[1..], CultureInfo.InvariantCulture) is var k && k % 5 == 3
            ? null
            : new DateOnly(2026, 5, 1).AddDays(-k % 12 * 41);

    public static DateOnly? DueOf(string number) =>
        int.Parse(number[1..], CultureInfo.InvariantCulture) % 2 == 0 ? Of(number)?.AddDays(45) : null;

    /// <summary>The bucket of an item on a day, 0 to 5, counted from the due date where a department does so.</summary>
    public static int BucketOf(string number, DateOnly day, bool byDueDate, IReadOnlyList<int> edges)
    {
        if (TruthModel.IsTotal(number))
            return Array.IndexOf(
                ["0-30", "31-90", "91-180", "181-365", ">365", "unclassified"],
                number["Balance ".Length..]
            );
        var date = byDueDate ? DueOf(number) ?? Of(number) : Of(number);
        if (date is not { } from)
            return 5;
        var age = day.DayNumber - from.DayNumber;
        return edges.TakeWhile(edge => age > edge).Count();
    }
}
