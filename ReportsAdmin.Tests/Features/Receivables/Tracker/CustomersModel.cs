using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.Receivables.Tracker;

/// <summary>
/// What <c>GET /api/customers</c> says, worked out the plain way: whole tables in memory, one response record for each customer, written by the
/// family's serializer.
/// </summary>
internal sealed class CustomersModel
{
    private readonly List<Customer> customers;
    private readonly List<Snapshot> snapshots;
    private readonly List<Balance> balances;
    private readonly ILookup<int, InvoiceBalance> items;
    private readonly ILookup<int, Invoice> invoices;
    private readonly IReadOnlyList<DepartmentOption> departments;
    private readonly Dictionary<int, string> engineers;
    private readonly DateOnly today;

    private CustomersModel(
        List<Customer> customers,
        List<Snapshot> snapshots,
        List<Balance> balances,
        List<InvoiceBalance> items,
        List<Invoice> invoices,
        IReadOnlyList<DepartmentOption> departments,
        IReadOnlyList<EngineerOption> engineers,
        DateOnly today
    )
    {
        (this.customers, this.snapshots, this.balances, this.departments, this.today) = (
            customers,
            snapshots,
            balances,
            departments,
            today
        );
        this.items = items.ToLookup(i => i.CustomerId);
        this.invoices = invoices
            .Where(i => i.Kind == InvoiceKind.Invoice)
            .OrderBy(i => i.Id)
            .ToLookup(i => i.CustomerId);
        this.engineers = engineers.ToDictionary(e => e.Id, e => e.Name);
    }

    public static async Task<CustomersModel> LoadAsync(TestFixture fixture, CurrentUser currentUser)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var access = fixture.Get<AccessQueries>();
        return new CustomersModel(
            await db.Set<Customer>().OrderBy(c => c.Code).ToListAsync(),
            [
                .. (await db.Set<Snapshot>().OrderBy(s => s.Period).ThenBy(s => s.Id).ToListAsync()).Where(s =>
                    currentUser.Scope.Regions?.Contains(s.Region) != false
                    && currentUser.Scope.DepartmentIds?.Contains(s.DepartmentId) != false
                ),
            ],
            await db.Set<Balance>().ToListAsync(),
            await db.Set<InvoiceBalance>().OrderBy(b => b.SnapshotId).ToListAsync(),
            await db.Set<Invoice>().ToListAsync(),
            await access.DepartmentsAsync(currentUser, default),
            await access.EngineersAsync(currentUser, default),
            fixture.Get<BusinessClock>().Today
        );
    }

    public string Json(int? department, string? region, FinancialYear? year)
    {
        var positions = snapshots
            .Where(s => (department is null || s.DepartmentId == department) && (region is null || s.Region == region))
            .ToList();
        if (positions.Count == 0 || LastOf(year, snapshots.Max(s => s.Period)) is not { } last)
            return "[]";
        var first = year?.First.Number ?? positions[0].Period;
        var now = At(positions, last.Number);
        var within = At(positions, first)
            .Concat(positions.Where(p => p.Period > first && p.Period <= last.Number))
            .ToDictionary(p => p.Id);
        var day = last.LastDay < today ? last.LastDay : today;
        var read = new Year(within, [.. now.Select(p => p.Id)], first, day);
        return JsonSerializer.Serialize(
            customers.Where(c => Owes(c, read)).Select(c => Response(c, read)),
            new TrackerFormat().Json
        );
    }

    private sealed record Year(Dictionary<int, Snapshot> Within, HashSet<int> Now, int First, DateOnly Day);

    private Period? LastOf(FinancialYear? year, int latest) =>
        year is not { } asked ? Period.FromNumber(latest)
        : asked.Last.Number < latest ? asked.Last
        : asked.First.Number <= latest ? Period.FromNumber(latest)
        : asked.First.Number <= Period.Of(today).Number ? asked.First
        : null;

    private static List<Snapshot> At(List<Snapshot> positions, int period) =>
        [
            .. positions
                .Where(p => p.Period <= period)
                .GroupBy(p => (p.DepartmentId, p.Region))
                .Select(g => g.MaxBy(p => p.Period)!),
        ];

    private bool Owes(Customer customer, Year read) =>
        balances
            .Where(b => b.CustomerId == customer.Id && read.Within.ContainsKey(b.SnapshotId))
            .Any(b =>
                b.OutstandingPaise != 0
                || b.Invoices > 0
                || items[customer.Id].Any(i => i.SnapshotId == b.SnapshotId && i.OutstandingPaise != 0)
                || (read.Within[b.SnapshotId].Period >= read.First && (b.NewPaise != 0 || b.RecoveredPaise != 0))
            );

    private CustomerResponse Response(Customer customer, Year read)
    {
        var own = items[customer.Id].Where(i => read.Within.ContainsKey(i.SnapshotId)).ToList();
        var owed = own.Where(i => read.Now.Contains(i.SnapshotId)).ToList();
        var home = own.OrderBy(i => read.Now.Contains(i.SnapshotId))
            .ThenBy(i => read.Within[i.SnapshotId].Period)
            .ThenBy(i => Math.Abs(i.OutstandingPaise))
            .ThenBy(i => i.SnapshotId)
            .Select(i => read.Within[i.SnapshotId].Region)
            .LastOrDefault(customer.Region);
        var oldest = owed.Where(i => i.OutstandingPaise > 0).Select(i => (AgeBucket?)BucketOf(i, read)).Max();
        var id = ApiId.Of(OutstandingIds.Customer, customer.Id);
        return new CustomerResponse(
            id,
            id,
            customer.Code,
            customer.Name,
            home,
            departments.FirstOrDefault(d => d.Id == customer.DepartmentId)?.Name ?? "",
            oldest is { } bucket ? AgeKey(bucket) : null,
            new Money(owed.Sum(i => i.OutstandingPaise)).Rupees,
            customer.Remark,
            customer.Notes,
            customer.EngineerId is { } engineer ? engineers.GetValueOrDefault(engineer) : null,
            customer.EngineerId is { } key ? ApiId.Of(ApiId.User, key) : null,
            [
                .. invoices[customer.Id]
                    .Select(i => (Invoice: i, Items: own.Where(x => x.InvoiceId == i.Id).ToList()))
                    .Where(x => x.Items.Count > 0)
                    .Select(x => Response(x.Invoice, x.Items, id, read)),
            ],
            Instant(customer.CreatedAt),
            Instant(customer.UpdatedAt)
        );
    }

    private InvoiceResponse Response(Invoice invoice, List<InvoiceBalance> own, string customerId, Year read)
    {
        var places = own.Select(i => read.Within[i.SnapshotId]).Select(p => (p.DepartmentId, p.Region)).ToHashSet();
        var newest = read
            .Within.Values.Where(p => read.Now.Contains(p.Id) && places.Contains((p.DepartmentId, p.Region)))
            .Max(p => p.Period);
        var latest = own.MaxBy(i => read.Within[i.SnapshotId].Period)!;
        (int Period, long Paise, AgeBucket Bucket)[] months =
        [
            (
                newest,
                own.Where(i => read.Now.Contains(i.SnapshotId)).Sum(i => i.OutstandingPaise),
                BucketOf(latest, read)
            ),
            .. own.Where(i => !read.Now.Contains(i.SnapshotId) && read.Within[i.SnapshotId].Period < newest)
                .GroupBy(i => read.Within[i.SnapshotId].Period)
                .OrderByDescending(g => g.Key)
                .Select(g => (g.Key, g.Sum(i => i.OutstandingPaise), BucketOf(g.Last(), read))),
        ];
        var id = ApiId.Of(OutstandingIds.Invoice, invoice.Id);
        return new InvoiceResponse(
            id,
            id,
            customerId,
            invoice.Number,
            new Money(invoice.AmountPaise).Rupees,
            Instant((invoice.InvoiceDate ?? DateOnly.FromDateTime(invoice.CreatedAt)).ToDateTime(TimeOnly.MinValue)),
            invoice.Status,
            [
                .. months.Select(m => new InvoiceBalanceResponse(
                    ApiId.Of(OutstandingIds.Balance, ((long)invoice.Id << 24) + m.Period),
                    id,
                    Period.FromNumber(m.Period).ToString(),
                    new Money(m.Paise).Rupees,
                    AgeKey(m.Bucket)
                )),
            ],
            Instant(invoice.CreatedAt),
            Instant(invoice.UpdatedAt)
        );
    }

    private AgeBucket BucketOf(InvoiceBalance item, Year read)
    {
        var department = read.Within[item.SnapshotId].DepartmentId;
        var byDue = departments.Any(d => d.Id == department && d.AgesByDueDate);
        return item.Bucket
            ?? AgeingScheme.Standard.BucketOf(byDue ? item.DueDate ?? item.InvoiceDate : item.InvoiceDate, read.Day);
    }

    private static string AgeKey(AgeBucket bucket) =>
        AgeingScheme.Standard.Labels[Math.Min((int)bucket, (int)AgeBucket.Older)];

    private static string Instant(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
