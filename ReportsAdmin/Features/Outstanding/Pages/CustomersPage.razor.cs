using System.Globalization;
using Microsoft.AspNetCore.Components;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Outstanding.Pages;

/// <summary>The customer data sheet.</summary>
public sealed partial class CustomersPage
{
    private static readonly Option[] RemarkFilter =
    [
        new("", "Any remark"),
        .. Remarks.All.Select(r => new Option(r, RemarkText.Of(r))),
    ];
    private static readonly Option[] BucketFilter =
    [
        new("", "Any age"),
        .. BucketText.All.Select(b => new Option(BucketText.Key(b), BucketText.Of(BucketText.Key(b)))),
    ];

    private IReadOnlyList<Option> engineerFilter = [];
    private CustomerSheet? sheet;
    private HistoryDrawer? history;
    private int? opened;

    [Inject]
    private CustomerQueries Customers { get; set; } = null!;

    [Inject]
    private CustomerCommands Commands { get; set; } = null!;

    protected override string Path => "/customers";

    protected override string? ViewKey => OutstandingFeature.CustomersView;

    protected override async Task ReadAsync()
    {
        sheet = await Customers.SheetAsync(
            Viewer,
            State.Query.ToCustomers(Latest),
            new PageRequest(State.Page, SheetState.PageSize),
            Stop
        );
        engineerFilter =
        [
            new("", "Anyone"),
            new("0", "Nobody"),
            .. Lists.Engineers.Select(e => new Option(e.Id.ToString(CultureInfo.InvariantCulture), e.Name)),
        ];
    }

    private void Toggle(int customerId) => opened = opened == customerId ? null : customerId;

    private Task RemarkAsync(CustomerRow row, string remark) =>
        SaveAsync(
            () => Commands.RemarkAsync(Viewer, row.Id, remark, row.Remark, Stop),
            $"{row.Name}: {RemarkText.Of(remark).ToLowerInvariant()}"
        );

    private Task NotesAsync(CustomerRow row, string notes) =>
        SaveAsync(() => Commands.NotesAsync(Viewer, row.Id, notes, row.Notes, Stop), $"Notes on {row.Name} saved");

    private Task EngineerAsync(CustomerRow row, string engineer) =>
        SaveAsync(
            () =>
                Commands.AssignEngineerAsync(
                    Viewer,
                    row.Id,
                    engineer.Length == 0
                        ? null
                        : WireId.Of(WireId.User, int.Parse(engineer, CultureInfo.InvariantCulture)),
                    Stop
                ),
            engineer.Length == 0
                ? $"{row.Name} has no engineer now"
                : $"{row.Name} goes to {Lists.EngineerName(int.Parse(engineer, CultureInfo.InvariantCulture))}"
        );

    // Read again in any case: after a refusal the line must show what is really stored.
    private async Task SaveAsync(Func<Task> save, string done)
    {
        if (await Attempt(save))
            Say("Saved", done);
        await Attempt(ReadAsync);
    }
}
