using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Features.Receivables.Collections;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Disputes;

/// <summary>A random life of four customers in two regions in which invoices are disputed by every path there is, and what must be true after each step.</summary>
internal sealed class DisputeHistory(TestFixture fixture, Random random)
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private readonly Stack<int> uploads = [];

    public int Opened { get; private set; }

    public int Ended { get; private set; }

    /// <summary>What was done, for the words of a failure.</summary>
    public string Story { get; private set; } = "";

    public async Task StepAsync()
    {
        fixture.Clock.Advance(TimeSpan.FromHours(random.Next(1, 200)));
        var (open, all) = await CountAsync();
        Story += " | ";
        switch (random.Next(12))
        {
            case 0 or 1:
                await UploadAsync();
                break;
            case 2 when uploads.Count > 0:
                Story += "undo";
                await fixture.Imports.UndoAsync(CurrentUser.System, uploads.Pop(), default);
                break;
            case 3:
                await ActAsync(InvoiceAction.MarkPaid);
                break;
            case 4:
                await ActAsync(InvoiceAction.ReversePayment);
                break;
            case 5:
                await ActAsync(InvoiceAction.Dispute);
                break;
            case 6:
                await ActAsync(InvoiceAction.ResolveDispute);
                break;
            case 7:
                await StatusAsync();
                break;
            case 8:
                await SettleAsync();
                break;
            case 9:
                await ChangeAsync();
                break;
            case 10:
                Story += "reopen";
                await fixture.Get<DisputeCommands>().ReopenAsync(CurrentUser.System, await SomeAsync(), default);
                break;
            default:
                await OpenAsync();
                break;
        }

        var (openNow, allNow) = await CountAsync();
        Opened += allNow - all;
        Ended += openNow < open ? open - openNow : 0;
    }

    public async Task UploadAsync()
    {
        var (id, _) = await UploadSomeAsync();
        if (id is { } upload)
            uploads.Push(upload);
    }

    /// <summary>A sheet that is taken back at once leaves what was there before, in each column.</summary>
    public async Task UploadAndUndoAsync()
    {
        var before = await DumpAsync();
        var (id, _) = await UploadSomeAsync();
        if (id is not { } upload)
            return;
        await AgreesAsync("between upload and undo");
        await fixture.Imports.UndoAsync(CurrentUser.System, upload, default);
        Story += " | undo";
        Assert.Equal(before, await DumpAsync());
    }

    private async Task<(int? Id, Period Month)> UploadSomeAsync()
    {
        var month = new Period(2026, 5).AddMonths(-random.Next(0, 3));
        var rows = RandomHistory.RowsOf(random, -1);
        if (rows.Count == 0)
            return (null, month);
        var missing = ((string[])[MissingChoice.Carry, MissingChoice.Paid, MissingChoice.Query])[random.Next(3)];
        Story +=
            $"upload {month} {missing} {string.Join(" ", rows.Select(r => string.Join('/', r.Split('|')[0], r.Split('|')[3], r.Split('|')[6])))}";
        return (await fixture.UploadAsync(Sheet.Of([Header, .. rows]), month.ToString(), missing: missing), month);
    }

    private async Task ActAsync(InvoiceAction action)
    {
        var some = await SomeAsync();
        Story += $"{action} {string.Join(",", some)}";
        await fixture.CustomerCommands.ChangeInvoicesAsync(CurrentUser.System, some, action, default);
    }

    /// <summary>As the clients of spec 003 do.</summary>
    private async Task StatusAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var invoices = await db.Set<Invoice>().OrderBy(i => i.Id).ToListAsync();
        if (invoices.Count == 0)
            return;
        var invoice = invoices[random.Next(invoices.Count)];
        var status = ((string[])["dispute", "unpaid", "paid"])[random.Next(3)];
        Story += $"{status} {invoice.Id}";
        await RefusedOrDoneAsync(() =>
            fixture.CustomerCommands.SetInvoiceStatusAsync(
                CurrentUser.System,
                invoice.CustomerId,
                invoice.Number,
                status,
                default
            )
        );
    }

    private async Task OpenAsync()
    {
        foreach (var id in await SomeAsync())
        {
            var amount = random.Next(2) == 0 ? (Money?)null : Money.FromRupees(random.Next(1, 10) * 50);
            Story += $"open {id} {amount}";
            await RefusedOrDoneAsync(() =>
                fixture
                    .Get<DisputeCommands>()
                    .OpenAsync(CurrentUser.System, id, new NewDispute("Quantity", Amount: amount), default)
            );
        }
    }

    private async Task SettleAsync()
    {
        if (await AnyOpenAsync() is not { } dispute)
            return;
        var outcome = (DisputeOutcome)random.Next(4);
        Story += $"settle {dispute.Id} {outcome}";
        var part = outcome == DisputeOutcome.AcceptedInPart ? Money.FromRupees(20) : (Money?)null;
        await RefusedOrDoneAsync(() =>
            fixture
                .Get<DisputeCommands>()
                .SettleAsync(CurrentUser.System, dispute.Id, new DisputeSettlement(outcome, part), default)
        );
    }

    private async Task ChangeAsync()
    {
        if (await AnyOpenAsync() is not { } dispute)
            return;
        var amount = random.Next(2) == 0 ? (Money?)null : Money.FromRupees(random.Next(1, 10) * 30);
        Story += $"change {dispute.Id} {amount}";
        await RefusedOrDoneAsync(() =>
            fixture
                .Get<DisputeCommands>()
                .ChangeAsync(
                    CurrentUser.System,
                    dispute.Id,
                    new DisputeChange("Price or rate", null, amount, dispute.AnswerBy),
                    default
                )
        );
    }

    /// <summary>Nothing is owed, more was named than is owed, or no month has it: the tests beside this one look at these.</summary>
    private static async Task RefusedOrDoneAsync(Func<Task> command)
    {
        try
        {
            await command();
        }
        catch (DomainException refused) when (refused.Kind is ErrorKind.Conflict or ErrorKind.Invalid)
        {
            // As it was.
        }
    }

    private async Task<List<int>> SomeAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var ids = await db.Set<Invoice>().OrderBy(i => i.Id).Select(i => i.Id).ToListAsync();
        return [.. ids.Where(_ => random.Next(3) == 0)];
    }

    private async Task<Dispute?> AnyOpenAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var open = await db.Set<Dispute>().Where(d => d.ClosedAt == null).OrderBy(d => d.Id).ToListAsync();
        return open.Count == 0 ? null : open[random.Next(open.Count)];
    }

    private async Task<(int Open, int All)> CountAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return (await db.Set<Dispute>().CountAsync(d => d.ClosedAt == null), await db.Set<Dispute>().CountAsync());
    }

    public async Task AgreesAsync(string when)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var invoices = await db.Set<Invoice>().ToDictionaryAsync(i => i.Id);
        var disputes = await db.Set<Dispute>().ToListAsync();
        var open = disputes.Where(d => d.ClosedAt is null).ToLookup(d => d.InvoiceId);
        var why = $"{when}:{Story}";
        foreach (var invoice in invoices.Values)
            Assert.True(
                (invoice.Disputed ? 1 : 0) == open[invoice.Id].Count(),
                $"invoice {invoice.Id} is {(invoice.Disputed ? "" : "not ")}disputed and has {open[invoice.Id].Count()} open disputes, {why}"
            );
        Assert.True(disputes.TrueForAll(d => invoices.ContainsKey(d.InvoiceId)), $"a dispute without invoice, {why}");
        Assert.True(
            disputes.TrueForAll(d => (d.ClosedAt is null) == (d.Outcome is null) && d.AcceptedPaise <= d.AmountPaise),
            $"an end without outcome, {why}"
        );

        var snapshots = await db.Set<Snapshot>().ToListAsync();
        var latest = snapshots
            .GroupBy(s => (s.DepartmentId, s.Region))
            .Select(g => g.MaxBy(s => s.Period)!.Id)
            .ToHashSet();
        var balances = (await db.Set<InvoiceBalance>().ToListAsync())
            .Where(b => latest.Contains(b.SnapshotId))
            .ToList();
        foreach (var balance in balances)
        {
            var dispute = open[balance.InvoiceId].SingleOrDefault();
            var expected = (dispute is not null, dispute is { IsWhole: false } ? dispute.AmountPaise : (long?)null);
            Assert.True(
                expected == (balance.Disputed, balance.DisputePaise),
                $"balance of invoice {balance.InvoiceId} says {(balance.Disputed, balance.DisputePaise)}, its dispute {expected}, {why}"
            );
        }

        Assert.True(await fixture.Get<LedgerSums>().CheckAsync(default) == 0, $"the kept sums differ, {why}");
        await FiguresAgreeAsync(balances, open, why);
    }

    /// <summary>Dashboard and amounts to chase, worked out item by item.</summary>
    private async Task FiguresAgreeAsync(IReadOnlyList<InvoiceBalance> balances, ILookup<int, Dispute> open, string why)
    {
        long Disputed(InvoiceBalance b)
        {
            if (open[b.InvoiceId].SingleOrDefault() is not { } dispute || b.OutstandingPaise <= 0)
                return 0;
            return dispute.IsWhole ? b.OutstandingPaise : Math.Min(dispute.AmountPaise, b.OutstandingPaise);
        }

        var board = await fixture.Outstanding.DashboardAsync(
            CurrentUser.System,
            new ReceivablesFilter(new Period(2026, 5)),
            default
        );
        Assert.True(
            balances.Sum(Disputed) == board.Ageing.Sum(r => r.Disputed.Total.Paise),
            $"ageing says {board.Ageing.Sum(r => r.Disputed.Total.Paise)} is in dispute, the items {balances.Sum(Disputed)}, {why}"
        );
        var expected = balances
            .GroupBy(b => b.CustomerId)
            .Select(g => (g.Key, Paise: g.Sum(b => b.OutstandingPaise - Disputed(b))))
            .Where(g => g.Paise > 0)
            .ToDictionary(g => g.Key, g => g.Paise);
        var worklist = await fixture
            .Get<CollectionQueries>()
            .WorklistAsync(
                CurrentUser.System,
                new WorklistFilter(Part: WorklistPart.All),
                new PageRequest(1, 100),
                default
            );
        var actual = worklist
            .Page.Rows.Where(r => r.Facts.AtRisk.Paise > 0)
            .ToDictionary(r => r.Id, r => r.Facts.AtRisk.Paise);
        Assert.True(
            expected.OrderBy(e => e.Key).SequenceEqual(actual.OrderBy(a => a.Key)),
            $"the worklist asks for {string.Join(" ", actual)}, on paper {string.Join(" ", expected)}, {why}"
        );
        var list = await fixture
            .Get<DisputeQueries>()
            .ListAsync(CurrentUser.System, new DisputeFilter(), new PageRequest(1, 100), default);
        Assert.True(
            list.Amount.Paise == balances.Sum(Disputed) && list.Page.Rows.Sum(r => r.Amount.Paise) == list.Amount.Paise,
            $"the list says {list.Amount}, its rows {list.Page.Rows.Sum(r => r.Amount.Paise)}, the items {balances.Sum(Disputed)}, {why}"
        );
    }

    /// <summary>All that is stored of invoices, balances, sums and disputes.</summary>
    private async Task<string> DumpAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var lines = new List<string>();
        foreach (var i in await db.Set<Invoice>().OrderBy(i => i.Id).ToListAsync())
            lines.Add($"invoice {i.Id} {i.Paid} {i.Disputed}");
        foreach (
            var b in await db.Set<InvoiceBalance>().OrderBy(b => b.SnapshotId).ThenBy(b => b.InvoiceId).ToListAsync()
        )
            lines.Add(
                $"balance {b.SnapshotId} {b.InvoiceId} {b.OutstandingPaise} {b.SettledPaise} {b.Disputed} {b.DisputePaise}"
            );
        foreach (var s in await db.Set<Snapshot>().OrderBy(s => s.Id).ToListAsync())
            lines.Add($"snapshot {s.Id} {s.Period} {s.OutstandingPaise} {s.Invoices} {s.Disputed}");
        foreach (var d in await db.Set<Dispute>().OrderBy(d => d.Id).ToListAsync())
            lines.Add(
                $"dispute {d.Id} {d.InvoiceId} {d.AmountPaise} {d.IsWhole} {d.ClosedAt} {d.Outcome} {d.Revision}"
            );
        return string.Join('\n', lines);
    }
}
