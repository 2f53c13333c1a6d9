using System.Globalization;
using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The customer data sheet.</summary>
public sealed partial class CustomersPage
{
    private static readonly Option[] RemarkFilter =
    [
        new("", "All remarks"),
        .. Remarks.All.Select(r => new Option(r, RemarkText.Of(r))),
    ];
    private static readonly Option[] BucketFilter =
    [
        new("", "All ages"),
        .. BucketText.All.Select(b => new Option(BucketText.Key(b), BucketText.Of(BucketText.Key(b)))),
    ];

    private IReadOnlyList<Option> engineerFilter = [];
    private CustomerList? sheet;
    private IReadOnlyList<string> ages = [];
    private HistoryDrawer? history;
    private int? opened;

    [Inject]
    private CustomerQueries Customers { get; set; } = null!;

    [Inject]
    private CustomerCommands Commands { get; set; } = null!;

    protected override string Path => "/customers";

    protected override string? ViewKey => ReceivablesFeature.CustomersView;

    protected override async Task ReadAsync()
    {
        sheet = await Customers.SheetAsync(
            CurrentUser,
            State.Query.ToCustomers(Latest),
            new PageRequest(State.Page, CustomerListState.PageSize),
            Stop
        );
        ages = BucketText.Names(sheet.Scheme);
        engineerFilter =
        [
            new("", "All engineers"),
            new("0", "Unassigned"),
            .. Lists.Engineers.Select(e => new Option(e.Id.ToString(CultureInfo.InvariantCulture), e.Name)),
        ];
    }

    private void Toggle(int customerId) => opened = opened == customerId ? null : customerId;

    private Task RemarkAsync(CustomerRow row, string remark) =>
        SaveAsync(
            () => Commands.RemarkAsync(CurrentUser, row.Id, remark, row.Remark, Stop),
            $"{row.Name}: {RemarkText.Of(remark).ToLowerInvariant()}"
        );

    private Task NotesAsync(CustomerRow row, string notes) =>
        SaveAsync(() => Commands.NotesAsync(CurrentUser, row.Id, notes, row.Notes, Stop), $"Notes on {row.Name} saved");

    private Task EngineerAsync(CustomerRow row, string engineer) =>
        SaveAsync(
            () =>
                Commands.AssignEngineerAsync(
                    CurrentUser,
                    row.Id,
                    engineer.Length == 0
                        ? null
                        : ApiId.Of(ApiId.User, int.Parse(engineer, CultureInfo.InvariantCulture)),
                    Stop
                ),
            engineer.Length == 0
                ? $"{row.Name} has no engineer now"
                : $"{row.Name} goes to {Lists.EngineerName(int.Parse(engineer, CultureInfo.InvariantCulture))}"
        );

    // Read again in any case: after an error the line must show what is really stored.
    private async Task SaveAsync(Func<Task> save, string done)
    {
        if (await Attempt(save))
            Say("Saved", done);
        await Attempt(ReadAsync);
    }
}
