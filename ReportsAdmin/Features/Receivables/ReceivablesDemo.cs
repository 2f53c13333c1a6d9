using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables;

/// <summary>
/// The receivables of the demo company: 600 customers and 6,000 invoices over two financial years, the same on every
/// machine and dated relative to today. They come in through real workbooks and the real import, so every figure can be
/// followed to a file and row.
/// </summary>
internal sealed class ReceivablesDemo(IServiceProvider services, BusinessClock today)
{
    private const int MonthsShown = 20;

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

    private static readonly (string Reason, string Message)[] Disputed =
    [
        ("Quantity", "They received 40 of 60 bags and keep the signed challan."),
        ("Price or rate", "The rate of the work order is lower than the rate that was invoiced."),
        ("Service not rendered", "The breakdown visit of May is on the invoice; they say that nobody came."),
        ("Credit note awaited", "A credit note was promised in the review meeting."),
        ("Tax or invoice details", "The GST number on the invoice is that of another branch."),
    ];

    private readonly Random random = new(20_250_401);

    public async Task SeedAsync(CancellationToken ct)
    {
        var access = services.GetRequiredService<AccessQueries>();
        var departments = await access.DepartmentsAsync(CurrentUser.System, ct);
        var uploader = await access.DemoViewerAsync("country.manager@example.com", ct);
        var last = Period.Of(today.Today).AddMonths(-1);
        var clock = new MovingClock();
        var commands = ImportCommands.At(services, clock);
        var books = departments
            .Select((d, i) => (Department: d, Book: ReceivablesDemoBook.Make(random, i, last, MonthsShown)))
            .ToList();
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

    private static async Task UploadAsync(
        ImportCommands commands,
        CurrentUser uploader,
        DepartmentOption department,
        ReceivablesDemoBook book,
        Period period,
        CancellationToken ct
    )
    {
        using var sheet = new MemoryStream();
        book.Write(sheet, department.Name, period);
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

    /// <summary>What the field has been doing: engineers assigned, remarks, notes and some disputes.</summary>
    private async Task WriteRemarksAsync(
        AccessQueries access,
        IReadOnlyList<DemoCustomer> customers,
        Period last,
        CancellationToken ct
    )
    {
        var commands = services.GetRequiredService<CustomerCommands>();
        var manager = await access.DemoViewerAsync("admin@example.com", ct);
        var engineers = (await access.EngineersAsync(CurrentUser.System, ct))
            .Where(e => e.Region is not null)
            .ToLookup(e => e.Region!);
        foreach (var customer in customers.Where((_, i) => i % 2 == 0))
        {
            if (await FindAsync(commands, customer.Code, ct) is not { } key)
                continue;
            if (engineers[customer.Region].ToList() is { Count: > 0 } candidates)
            {
                var engineer = ApiId.Of(ApiId.User, candidates[random.Next(candidates.Count)].Id);
                await commands.AssignEngineerAsync(manager, key, engineer, ct);
            }

            if (random.Next(2) == 0)
                await commands.RemarkAsync(manager, key, Remarks.All[random.Next(1, Remarks.All.Count - 1)], null, ct);
            if (random.Next(3) == 0)
                await commands.NotesAsync(manager, key, Notes[random.Next(Notes.Length)], null, ct);
        }

        await WriteAddressesAsync(commands, manager, customers, ct);
        var open = await services
            .GetRequiredService<InvoiceQueries>()
            .SheetAsync(
                CurrentUser.System,
                new InvoiceFilter(new ReceivablesFilter(last)),
                new PageRequest(1, PageRequest.MaxSize),
                ct
            );
        await OpenDisputesAsync(
            manager,
            [.. open.Page.Rows.Where((r, i) => i % 5 == 2 && r.Outstanding.Paise > 0)],
            ct
        );
    }

    /// <summary>Some disputes, of different age, a few of them settled.</summary>
    private async Task OpenDisputesAsync(CurrentUser manager, IReadOnlyList<InvoiceRow> invoices, CancellationToken ct)
    {
        var disputes = services.GetRequiredService<DisputeCommands>();
        var answerDays = services.GetRequiredService<DisputeOptions>().AnswerDays;
        for (var i = 0; i < invoices.Count; i++)
        {
            var (reason, message) = Disputed[i % Disputed.Length];
            var part = i % 3 == 1 ? Money.FromRupees(Math.Ceiling(invoices[i].Outstanding.Rupees / 2)) : (Money?)null;
            var id = await disputes.OpenAsync(
                manager,
                invoices[i].Id,
                new NewDispute(reason, Amount: part, Message: message),
                ct
            );
            // As if each had been opened some days before the next.
            var opened = today.UtcNow.AddDays(-3 * (invoices.Count - i));
            var answerBy = DateOnly.FromDateTime(opened).AddDays(21);
            await using (var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
            {
                await db.Set<Dispute>()
                    .Where(d => d.Id == id)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(d => d.OpenedAt, opened).SetProperty(d => d.AnswerBy, answerBy),
                        ct
                    );
                var (said, then) = (Dates.Day(today.Today.AddDays(answerDays)), Dates.Day(answerBy));
                await db.Set<DisputeMessage>()
                    .Where(m => m.DisputeId == id)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(m => m.At, opened).SetProperty(m => m.Text, m => m.Text.Replace(said, then)),
                        ct
                    );
            }

            if (i % 4 == 3)
                await disputes.SettleAsync(
                    manager,
                    id,
                    new DisputeSettlement(
                        i % 8 == 3 ? DisputeOutcome.Accepted : DisputeOutcome.Rejected,
                        Message: i % 8 == 3 ? "Credit note agreed." : "The signed challan shows the full quantity."
                    ),
                    ct
                );
        }
    }

    /// <summary>Where reminders would go; the ladder itself is off. Nobody has these addresses.</summary>
    private static async Task WriteAddressesAsync(
        CustomerCommands commands,
        CurrentUser manager,
        IReadOnlyList<DemoCustomer> customers,
        CancellationToken ct
    )
    {
        foreach (var (customer, index) in customers.Select((c, i) => (c, i)).Where(c => c.i % 3 != 2))
        {
            if (await FindAsync(commands, customer.Code, ct) is not { } key)
                continue;
            await commands.EmailAsync(manager, key, $"accounts.{index + 1}@customers.example.com", null, ct);
            if (index % 40 == 7)
                await commands.StopRemindersAsync(manager, key, "Settled by monthly netting", null, ct);
        }
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
