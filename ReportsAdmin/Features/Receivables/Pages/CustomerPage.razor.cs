using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>One customer: figures, account, open invoices, follow-up and timeline.</summary>
public sealed partial class CustomerPage
{
    private static readonly LegendItem[] Lines = [new("Outstanding", "var(--series-1)")];

    private CustomerDetails? details;
    private IReadOnlyList<InvoiceRow> invoices = [];
    private IReadOnlyList<ChangeRow> changes = [];
    private IReadOnlyList<EngineerOption> engineers = [];
    private IReadOnlyList<TrendLine> trend = [];
    private IReadOnlyList<ForeignItem> foreign = [];

    [Parameter]
    public int Id { get; set; }

    [Inject]
    private CustomerQueries Customers { get; set; } = null!;

    [Inject]
    private InvoiceQueries Invoices { get; set; } = null!;

    [Inject]
    private ForeignQueries Foreign { get; set; } = null!;

    [Inject]
    private AccessQueries Access { get; set; } = null!;

    private Money Old =>
        details!.Ageing[AgeBucket.UpTo365] + details.Ageing[AgeBucket.Older] + details.Ageing[AgeBucket.Unclassified];

    private string InvoicesHref => InvoicesOf(details!.Month.ToString());

    private string StatementHref =>
        $"/reports/new?type=customer-statement&customer={Uri.EscapeDataString(details!.Customer.Code)}&to={details.Month}";

    protected override async Task StartAsync()
    {
        Watch(ReceivablesImport.DataTopic, LoadAsync);
        Watch(CustomerCommands.NotesTopic, LoadAsync);
        if (CurrentUser.Can(CustomerCommands.AssignPermission))
            engineers = await Access.EngineersAsync(CurrentUser, PageClosed);
    }

    protected override async Task LoadAsync()
    {
        var read = await Customers.DetailsAsync(CurrentUser, Id, PageClosed);
        var open = new InvoiceFilter(new ReceivablesFilter(read.Month), Id, Sort: "date");
        invoices = (await Invoices.SheetAsync(CurrentUser, open, new PageRequest(1, PageRequest.MaxSize), PageClosed))
            .Page
            .Rows;
        foreign = await Foreign.OfCustomerAsync(CurrentUser, Id, PageClosed);
        changes = await Customers.ChangesAsync(CurrentUser, Id, PageClosed);
        trend = [new TrendLine("Outstanding", "var(--series-1)", [.. read.Months.Select(m => m.Closing.Rupees)])];
        details = read;
    }

    private string InvoicesOf(string month) =>
        new CustomerListQuery { Customer = Id, Month = month }.ToUri("/invoices");

    private string Share(Money part) =>
        details!.Outstanding.Paise > 0 && part.Paise > 0
            ? $"{Math.Round(100m * part.Paise / details.Outstanding.Paise)}% of the outstanding"
            : "";
}
