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

        var open = await services
            .GetRequiredService<InvoiceQueries>()
            .SheetAsync(
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
