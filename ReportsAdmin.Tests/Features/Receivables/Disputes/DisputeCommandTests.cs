using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Disputes;

/// <summary>What people may do about disputes, and what comes of it. Today is 15 May 2026.</summary>
public sealed class DisputeCommandTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly byte[] April = Sheet.Of(
        Header,
        "C-1|Asha|Mumbai|S-1|2026-03-20|1000|1000",
        "C-1|Asha|Mumbai|S-2|2026-03-20|500|500",
        "C-2|Bharat|Pune|S-3|2026-03-20|700|700",
        "C-2|Bharat|Pune|S-4|2026-03-20|50|0"
    );

    private static readonly NewDispute Quantity = new("Quantity");

    [Theory, EachDatabase]
    public async Task A_part_is_in_dispute_and_the_rest_is_chased(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var id = await DisputeAsync(fixture, "S-1", Quantity with { Amount = Money.FromRupees(400) });
        var details = await DetailsAsync(fixture, id);
        Assert.Equal(
            (Money.FromRupees(400), false, Money.FromRupees(1000), new DateOnly(2026, 5, 29), 14),
            (
                details.Row.Amount,
                details.Row.IsWhole,
                details.Row.Owed,
                details.Row.AnswerBy,
                details.Row.DaysLeft!.Value
            )
        );
        Assert.Equal(Money.FromRupees(1100), await ToChaseAsync(fixture, "C-1"));
        var row = (await WorklistAsync(fixture)).Page.Rows.Single(r => r.Name == "Asha");
        Assert.Equal((Money.FromRupees(1100), Money.FromRupees(400)), (row.Facts.AtRisk, row.Facts.Disputed));

        // What is owed shrinks below the part: no more than that is in dispute.
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Asha|Mumbai|S-1|2026-03-20|1000|300"), "May-26");
        Assert.Equal(Money.FromRupees(300), (await DetailsAsync(fixture, id)).Row.Amount);
        Assert.Equal(Money.FromRupees(500), await ToChaseAsync(fixture, "C-1"));
    }

    [Theory, EachDatabase]
    public async Task Overdue_ones_come_first_and_a_dispute_is_found_by_invoice_and_customer(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        await DisputeAsync(fixture, "S-1", Quantity with { AnswerBy = new DateOnly(2026, 6, 20) });
        await DisputeAsync(fixture, "S-2", Quantity with { AnswerBy = new DateOnly(2026, 5, 16) });
        var settled = await DisputeAsync(fixture, "S-3", Quantity with { AnswerBy = new DateOnly(2026, 5, 15) });
        await SettleAsync(fixture, settled);
        fixture.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["S-2", "S-1", "S-3"], await NumbersAsync(new DisputeFilter(DisputeState.All)));
        Assert.Equal(["S-2"], await NumbersAsync(new DisputeFilter(Overdue: true)));
        Assert.Equal(["S-3"], await NumbersAsync(new DisputeFilter(DisputeState.Settled)));
        Assert.Equal(["S-3"], await NumbersAsync(new DisputeFilter(DisputeState.All, Search: "bhar")));
        Assert.Equal(["S-1"], await NumbersAsync(new DisputeFilter(Search: "s-1")));

        async Task<IEnumerable<string>> NumbersAsync(DisputeFilter filter) =>
            (
                await fixture
                    .Get<DisputeQueries>()
                    .ListAsync(CurrentUser.System, filter, new PageRequest(1, 10), default)
            ).Page.Rows.Select(r => r.InvoiceNumber);
    }

    [Theory, EachDatabase]
    public async Task Whose_whole_debt_is_in_dispute_is_neither_called_nor_chased(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        await DisputeAsync(fixture, "S-3", Quantity);
        Assert.Equal(["Asha"], (await WorklistAsync(fixture)).Page.Rows.Select(r => r.Name));
        var list = await WorklistAsync(fixture);
        Assert.Equal(list.AtRisk, Money.FromRupees(1500));
    }

    [Theory, EachDatabase]
    public async Task Pressed_twice_at_the_same_moment_opens_one_dispute(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var invoice = await InvoiceAsync(fixture, "S-1");
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            await fixture
                                .Get<DisputeCommands>()
                                .OpenAsync(CurrentUser.System, invoice, Quantity, default);
                            return "opened";
                        }
                        catch (DomainException e)
                        {
                            return e.Message;
                        }
                    })
                )
        );
        Assert.Single(outcomes, o => o == "opened");
        Assert.All(outcomes.Where(o => o != "opened"), o => Assert.Equal("Invoice S-1 is in dispute already.", o));
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(1, await db.Set<Dispute>().CountAsync());
    }

    [Theory, EachDatabase]
    public async Task Each_way_out_keeps_its_outcome_and_tells_the_conversation(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var id = await DisputeAsync(fixture, "S-1", Quantity with { Message = "Too few bags" });
        fixture.Clock.Advance(TimeSpan.FromDays(5));
        await SettleAsync(fixture, id, DisputeOutcome.AcceptedInPart, 250, "Agreed");
        var details = await DetailsAsync(fixture, id);
        Assert.Equal(
            (DisputeOutcome.AcceptedInPart, Money.FromRupees(250), 5, false),
            (details.Row.Outcome!.Value, details.Row.Accepted, details.Row.DaysOpen, details.Row.IsOpen)
        );
        Assert.Equal(
            [
                (DisputeMessageKind.Opened, "Quantity, all that is owed, answer by 29 May 2026"),
                (DisputeMessageKind.Said, "Too few bags"),
                (DisputeMessageKind.Said, "Agreed"),
                (DisputeMessageKind.Settled, "Accepted in part: ₹250 of ₹1,000"),
            ],
            details.Messages.Select(m => (m.Kind, m.Text))
        );
        Assert.Equal(ErrorKind.Conflict, (await RefusedAsync(() => SettleAsync(fixture, id))).Kind);

        // The API of spec 003 knows the mark alone, and a payment ends the dispute.
        await StatusAsync(fixture, "C-1", "S-1", "dispute");
        await StatusAsync(fixture, "C-1", "S-1", "paid");
        await StatusAsync(fixture, "C-1", "S-1", "unpaid");
        var all = await fixture
            .Get<DisputeQueries>()
            .OfInvoiceAsync(CurrentUser.System, details.Row.InvoiceId, default);
        Assert.Equal([DisputeOutcome.Withdrawn, DisputeOutcome.AcceptedInPart], all.Select(d => d.Outcome!.Value));
        Assert.Equal("", all[0].Reason);
        Assert.Equal(
            "Withdrawn: the invoice was marked as paid",
            (await DetailsAsync(fixture, all[0].Id)).Messages[^1].Text
        );

        // Undone, the same dispute goes on.
        await fixture.Get<DisputeCommands>().ReopenAsync(CurrentUser.System, [details.Row.InvoiceId], default);
        Assert.True((await DetailsAsync(fixture, all[0].Id)).Row.IsOpen);
    }

    [Theory, EachDatabase]
    public async Task Amounts_are_above_nothing_and_no_more_than_is_owed(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        foreach (var rupees in (decimal[])[0, -1, 1000.01m])
            Assert.Contains(
                "amount",
                (
                    await RefusedAsync(() =>
                        DisputeAsync(fixture, "S-1", Quantity with { Amount = Money.FromRupees(rupees) })
                    )
                )
                    .Fields
                    .Keys
            );
        var nothing = await RefusedAsync(() => DisputeAsync(fixture, "S-4", Quantity));
        Assert.Equal(
            (
                ErrorKind.Conflict,
                "The latest sheet says that nothing is owed on invoice S-4, so there is nothing to dispute."
            ),
            (nothing.Kind, nothing.Message)
        );

        var id = await DisputeAsync(fixture, "S-1", Quantity with { Amount = Money.FromRupees(1000) });
        Assert.True((await DetailsAsync(fixture, id)).Row.IsWhole);
        Assert.Contains(
            "accepted",
            (await RefusedAsync(() => SettleAsync(fixture, id, DisputeOutcome.AcceptedInPart, 1000))).Fields.Keys
        );
        Assert.Contains(
            "accepted",
            (await RefusedAsync(() => SettleAsync(fixture, id, DisputeOutcome.AcceptedInPart))).Fields.Keys
        );
        Assert.Contains(
            "accepted",
            (await RefusedAsync(() => SettleAsync(fixture, id, DisputeOutcome.Rejected, 5))).Fields.Keys
        );
        Assert.True((await DetailsAsync(fixture, id)).Row.IsOpen);
    }

    [Theory, EachDatabase]
    public async Task A_change_says_what_became_of_what_and_who_was_slower_is_refused(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var id = await DisputeAsync(fixture, "S-1", Quantity);
        var commands = fixture.Get<DisputeCommands>();
        var change = new DisputeChange("Price or rate", null, Money.FromRupees(300), new DateOnly(2026, 6, 5), 0);
        Assert.True(await commands.ChangeAsync(CurrentUser.System, id, change, default));
        Assert.Equal(
            "Reason: Quantity → Price or rate; Answer by: 29 May 2026 → 5 Jun 2026; Amount: all that is owed → ₹300",
            (await DetailsAsync(fixture, id)).Messages[^1].Text
        );
        Assert.Equal(Money.FromRupees(1200), await ToChaseAsync(fixture, "C-1"));
        var slower = await RefusedAsync(() => commands.ChangeAsync(CurrentUser.System, id, change, default));
        Assert.Equal(ErrorKind.Conflict, slower.Kind);
        Assert.False(await commands.ChangeAsync(CurrentUser.System, id, change with { Revision = 1 }, default));
        Assert.True(
            await commands.ChangeAsync(CurrentUser.System, id, change with { Amount = null, Revision = 1 }, default)
        );
        Assert.Equal(Money.FromRupees(500), await ToChaseAsync(fixture, "C-1"));
        foreach (
            var (wrong, field) in (IEnumerable<(DisputeChange, string)>)
                [
                    (change with { Reason = "" }, "reason"),
                    (change with { AnswerBy = new DateOnly(2026, 5, 1) }, "answerBy"),
                    (change with { Amount = Money.FromRupees(1001) }, "amount"),
                    (change with { OwnerId = 999 }, "owner"),
                ]
        )
            Assert.Contains(
                field,
                (
                    await RefusedAsync(() =>
                        commands.ChangeAsync(CurrentUser.System, id, wrong with { Revision = 2 }, default)
                    )
                )
                    .Fields
                    .Keys
            );
    }

    [Theory, EachDatabase]
    public async Task Who_may_open_write_attach_change_and_settle(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var commands = fixture.Get<DisputeCommands>();
        var permissions = new HashSet<string> { "outstanding:read", CustomerCommands.EditPermission };
        var engineer = new CurrentUser(77, "Ravi", "Engineer", permissions, new Scope(["pune"], null, true));
        var reader = engineer with { Permissions = new HashSet<string> { "outstanding:read" } };
        var owner = engineer with { UserId = 78 };
        var outsider = engineer with { Scope = new Scope(["mumbai"], null, false) };
        var nobody = engineer with { Permissions = new HashSet<string>() };
        var invoice = await InvoiceAsync(fixture, "S-3");
        foreach (var (user, kind) in Refusals())
            Assert.Equal(kind, (await RefusedAsync(() => commands.OpenAsync(user, invoice, Quantity, default))).Kind);

        await using (var db = fixture.Contexts.CreateDbContext())
            await db.Set<Customer>()
                .Where(c => c.Code == "C-2")
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, 77));
        var id = await commands.OpenAsync(engineer, invoice, Quantity, default);
        Assert.Equal(77, (await DetailsAsync(fixture, id)).Row.OwnerId);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await db.Set<Customer>().ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, 79));
            await db.Set<Dispute>().ExecuteUpdateAsync(s => s.SetProperty(d => d.OwnerId, 78));
        }

        Func<CurrentUser, Task>[] acts =
        [
            user => commands.SayAsync(user, id, "Hello", default),
            user => commands.AttachAsync(user, id, "note.txt", new MemoryStream("Hello"u8.ToArray()), default),
            user =>
                commands.ChangeAsync(
                    user,
                    id,
                    new DisputeChange("Quantity", 78, null, new DateOnly(2026, 6, 1)),
                    default
                ),
            user => commands.SettleAsync(user, id, new DisputeSettlement(DisputeOutcome.Rejected), default),
        ];
        foreach (var act in acts)
        {
            foreach (var (user, kind) in Refusals())
                Assert.Equal(kind, (await RefusedAsync(() => act(user))).Kind);
            // The owner may, though the customer is assigned to somebody else.
            await act(owner);
        }

        var queries = fixture.Get<DisputeQueries>();
        Assert.True((await queries.DetailsAsync(owner, id, default)).Row.MayAct);
        Assert.False((await queries.DetailsAsync(reader, id, default)).Row.MayAct);
        Assert.Equal(ErrorKind.NotFound, (await RefusedAsync(() => queries.DetailsAsync(outsider, id, default))).Kind);
        Assert.Equal(ErrorKind.NotFound, (await RefusedAsync(() => queries.FileAsync(outsider, id, 1, default))).Kind);
        Assert.Equal(ErrorKind.Forbidden, (await RefusedAsync(() => queries.DetailsAsync(nobody, id, default))).Kind);
        await using var file = (await queries.FileAsync(reader, id, 1, default)).Content;
        Assert.Equal("Hello", await new StreamReader(file).ReadToEndAsync());

        IEnumerable<(CurrentUser, ErrorKind)> Refusals() =>
            [
                (nobody, ErrorKind.Forbidden),
                (reader, ErrorKind.Forbidden),
                (engineer, ErrorKind.Forbidden),
                (outsider, ErrorKind.NotFound),
            ];
    }

    [Theory, EachDatabase]
    public async Task Files_have_kinds_sizes_and_a_quota_and_what_is_refused_is_not_kept(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(
            provider,
            ("Disputes:FileMegabytes", "1"),
            ("Disputes:FilesPerDispute", "2")
        );
        await fixture.UploadAsync(April, "Apr-26");
        var id = await DisputeAsync(fixture, "S-1", Quantity);
        Task AttachAsync(string name, byte[] content) =>
            fixture
                .Get<DisputeCommands>()
                .AttachAsync(CurrentUser.System, id, name, new MemoryStream(content), default);

        var pdf = "%PDF-1.7 and so on"u8.ToArray();
        Assert.Equal(ErrorKind.UnsupportedMedia, (await RefusedAsync(() => AttachAsync("run.exe", pdf))).Kind);
        Assert.Equal(ErrorKind.UnsupportedMedia, (await RefusedAsync(() => AttachAsync("scan.png", pdf))).Kind);
        Assert.Equal(ErrorKind.Invalid, (await RefusedAsync(() => AttachAsync("empty.txt", []))).Kind);
        Assert.Equal(ErrorKind.TooLarge, (await RefusedAsync(() => AttachAsync("big.txt", new byte[1_100_000]))).Kind);
        Assert.Empty(await StoredAsync(fixture));

        await AttachAsync("../../notes/challan.pdf", pdf);
        await AttachAsync("two.txt", "2"u8.ToArray());
        Assert.Equal(ErrorKind.Conflict, (await RefusedAsync(() => AttachAsync("three.txt", "3"u8.ToArray()))).Kind);
        Assert.Equal(["challan.pdf", "two.txt"], (await DetailsAsync(fixture, id)).Files.Select(f => f.FileName));
        Assert.Equal(2, (await StoredAsync(fixture)).Count);

        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Contains("dispute_files", FileSweep.TablesOf(db));
        Assert.Equal(
            (await StoredAsync(fixture)).Order(StringComparer.Ordinal),
            await FileSweep.NamedAsync(db, default) is var named
                ? named.Intersect(await StoredAsync(fixture)).Order(StringComparer.Ordinal)
                : []
        );
    }

    [Theory, EachDatabase]
    public async Task A_new_sheet_and_its_undo_keep_the_part_that_is_in_dispute(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        byte[] may = Sheet.Of(
            Header,
            "C-1|Asha|Mumbai|S-1|2026-03-20|1000|900",
            "C-1|Asha|Mumbai|S-2|2026-03-20|500|500"
        );
        var previewed = await fixture.StageAsync(may, "May-26");
        var id = await DisputeAsync(fixture, "S-1", Quantity with { Amount = Money.FromRupees(100) });
        // What was previewed before is compared anew.
        var refused = await RefusedAsync(() =>
            fixture.Imports.CommitAsync(
                CurrentUser.System,
                previewed,
                MissingChoice.Carry,
                ReportsAdmin.Features.Imports.ErrorRows.Refuse,
                default
            )
        );
        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        var upload = await fixture.UploadAsync(may, "May-26");
        Assert.Equal(Money.FromRupees(1300), await ToChaseAsync(fixture, "C-1"));
        Assert.Equal(1, (await fixture.DashboardAsync("May-26")).Figures.Disputed);

        // It ends after the upload: the undo brings the sheet of April back, but not the dispute.
        await SettleAsync(fixture, id);
        await fixture.Imports.UndoAsync(CurrentUser.System, upload, default);
        Assert.Equal(Money.FromRupees(1500), await ToChaseAsync(fixture, "C-1"));
        Assert.Equal(0, (await fixture.DashboardAsync("Apr-26")).Figures.Disputed);
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(TestFixture fixture)
    {
        var named = new List<string>();
        await foreach (var key in fixture.Get<FileStore>().OrdinaryAsync(DateTime.MinValue, DateTime.MaxValue, default))
            named.Add(key);
        await using var db = fixture.Contexts.CreateDbContext();
        var uploads = (
            await db.Set<ReportsAdmin.Features.Imports.ImportBatch>().Select(b => b.FileKey).ToListAsync()
        ).ToHashSet();
        return [.. named.Where(k => !uploads.Contains(k))];
    }

    private static async Task<TestFixture> OpenAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(April, "Apr-26");
        return fixture;
    }

    private static async Task<int> InvoiceAsync(TestFixture fixture, string number)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return await db.Set<Invoice>().Where(i => i.Number == number).Select(i => i.Id).SingleAsync();
    }

    private static async Task<int> DisputeAsync(TestFixture fixture, string number, NewDispute opening) =>
        await fixture
            .Get<DisputeCommands>()
            .OpenAsync(CurrentUser.System, await InvoiceAsync(fixture, number), opening, default);

    private static Task SettleAsync(
        TestFixture fixture,
        int id,
        DisputeOutcome outcome = DisputeOutcome.Rejected,
        decimal? accepted = null,
        string message = ""
    ) =>
        fixture
            .Get<DisputeCommands>()
            .SettleAsync(
                CurrentUser.System,
                id,
                new DisputeSettlement(outcome, accepted is { } rupees ? Money.FromRupees(rupees) : null, message),
                default
            );

    private static Task<DisputeDetails> DetailsAsync(TestFixture fixture, int id) =>
        fixture.Get<DisputeQueries>().DetailsAsync(CurrentUser.System, id, default);

    private static Task<Worklist> WorklistAsync(TestFixture fixture) =>
        fixture
            .Get<CollectionQueries>()
            .WorklistAsync(CurrentUser.System, new WorklistFilter(), new PageRequest(1, 10), default);

    /// <summary>What the worklist would ask the customer for.</summary>
    private static async Task<Money> ToChaseAsync(TestFixture fixture, string code) =>
        (await WorklistAsync(fixture)).Page.Rows.Single(r => r.Code == code).Facts.AtRisk;

    private static async Task StatusAsync(TestFixture fixture, string code, string number, string status)
    {
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await fixture.CustomerCommands.SetInvoiceStatusAsync(
            CurrentUser.System,
            await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, code, default),
            number,
            status,
            default
        );
    }

    private static Task<DomainException> RefusedAsync(Func<Task> act) => Assert.ThrowsAsync<DomainException>(act);
}
