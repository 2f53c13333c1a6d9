using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Pages;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Reminders.Pages;

/// <summary>The simulation of a day, and the start of a run of today with exactly what it shows.</summary>
public sealed partial class RemindersPage
{
    private const int OldShown = 3;

    private readonly CommandGate gate = new();
    private readonly HashSet<int> chosen = [];
    private readonly IReadOnlyList<Option> shown =
    [
        new("", "To remind"),
        new(ReminderPageState.Out, "Left out"),
        .. ReminderWords
            .LeftOut.Append(ReminderVerdict.NothingDue)
            .Select(v => new Option(ReminderVerdicts.NameOf(v), ReminderWords.Of(v))),
    ];

    private ReminderPageState state = new();
    private ReminderFilter filter = new(DateOnly.MinValue);
    private ReminderSimulation? simulation;
    private IReadOnlyList<Option> engineerFilter = [];
    private IReadOnlyList<Option> regions = [];

    [Inject]
    private ReminderQueries Queries { get; set; } = null!;

    [Inject]
    private ReminderRunCommands Commands { get; set; } = null!;

    [Inject]
    private AccessQueries Access { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    [Inject]
    private BusinessClock Clock { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [SupplyParameterFromQuery]
    public string? Day { get; set; }

    [SupplyParameterFromQuery]
    public string? Region { get; set; }

    [SupplyParameterFromQuery]
    public string? Engineer { get; set; }

    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    private VerdictSum Due => simulation!.Of(ReminderVerdict.Due);

    private bool CanPick => state.Show.Length == 0 && filter.Day == Clock.Today;

    private bool AllPicked => simulation!.Page.Rows.All(r => chosen.Contains(r.CustomerId));

    private bool MaySend => simulation is { Ladder.IsOn: true };

    private string ShownTitle => shown.First(o => o.Value == state.Show).Text;

    private IEnumerable<(string Name, Money Amount)> Parts =>
        ((string Name, Money Amount)[])
            [
                ("Named by the step of the day", simulation!.Sums.Due),
                ("Reached a lower step", simulation.Sums.Later),
                ("Reminded already", simulation.Sums.Taken),
                ("In dispute", simulation.Sums.Disputed),
                ("Not at a step yet", simulation.Sums.NotYet),
                ("Without a date", simulation.Sums.Undated),
                ("Credits", simulation.Sums.Credits),
            ];

    protected override async Task StartAsync()
    {
        Watch(ReminderQueries.Topic, ReadAsync);
        Watch(ReceivablesImport.DataTopic, ReadAsync);
        Watch(CollectionCommands.Topic, ReadAsync);
        var named = (await Access.EngineersAsync(CurrentUser, PageClosed)).Select(e => new Option(
            e.Id.ToString(CultureInfo.InvariantCulture),
            e.Name
        ));
        engineerFilter = [new("", "All"), new("0", "Unassigned"), .. named];
        regions = RegionChoices.For(CurrentUser);
    }

    protected override Task LoadAsync()
    {
        var before = state;
        state = new ReminderPageState
        {
            Day = ReminderPageState.DayOf(Day),
            Region = Region ?? "",
            Engineer = Engineer ?? "",
            Show =
                Show == ReminderPageState.Out || ReminderVerdicts.Parse(Show) is not (null or ReminderVerdict.Due)
                    ? Show!
                    : "",
            Page = PageNumbers.Of(Page),
        };
        if (before.First() != state.First())
            chosen.Clear();
        filter = state.ToFilter(Clock.Today);
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var read = await Queries.SimulateAsync(
            CurrentUser,
            filter,
            state.Verdicts(),
            new PageRequest(state.Page, ReminderPageState.PageSize),
            PageClosed
        );
        simulation = read;
        if (read.Page.Rows.Count == 0 && read.Page.Total > 0)
            Nav.NavigateTo((state with { Page = read.Page.TotalPages }).ToUri(), replace: true);
    }

    /// <param name="customers">Null for all.</param>
    private Task SendAsync(IReadOnlyCollection<int>? customers) =>
        gate.RunAsync(async () =>
        {
            // What the person confirms is what is on the screen now, whatever is read while they think.
            var token = simulation!.Token;
            var count = customers?.Count ?? Due.Customers;
            var sure = await Confirm.AskAsync(
                Dialogs,
                $"Send {Counts.Of(count, "reminder")}?",
                "The mails go to the customers at once and cannot be called back. If the data has changed since this simulation, nothing is sent.",
                "Send"
            );
            if (!sure)
                return;
            var run = 0;
            if (
                await RunAsync(async () =>
                    run = await Commands.StartAsync(CurrentUser, filter, token, customers, PageClosed)
                )
            )
            {
                Nav.NavigateTo(string.Create(CultureInfo.InvariantCulture, $"/reminders/runs/{run}"));
                return;
            }

            chosen.Clear();
            await RunAsync(ReadAsync);
            StateHasChanged();
        });

    private IEnumerable<(string Text, string Tone)> Notes()
    {
        if (simulation is { Ladder.IsOn: false })
            yield return (
                "Reminders are switched off: this is a simulation only. An administrator switches them on with the ladder.",
                "warn"
            );
        if (simulation is { MailIsSetUp: false })
            yield return ("Mail is not set up, so no mail can be sent.", "warn");
        if (simulation!.OldPlaces.Count > 0)
            yield return (
                $"Blocked, because the figures are too old: {string.Join("; ", simulation.OldPlaces.Take(OldShown))}{(simulation.OldPlaces.Count > OldShown ? $" and {simulation.OldPlaces.Count - OldShown} more" : "")}. Upload the latest sheet first.",
                "warn"
            );
        if (filter.Day != Clock.Today)
            yield return ("A day ahead, by what is known today. Only what is due today can be sent.", "info");
    }

    private string PreviewHref(PlannedReminder row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/reminders/preview/{row.CustomerId}?day={ReminderPageState.Iso(filter.Day)}"
        );

    private string HrefOf(ReminderVerdict verdict) =>
        (state.First() with { Show = verdict == ReminderVerdict.Due ? "" : ReminderVerdicts.NameOf(verdict) }).ToUri();

    private void Pick(int customer, bool on)
    {
        if (on)
            chosen.Add(customer);
        else
            chosen.Remove(customer);
    }

    private void PickPage(bool on)
    {
        foreach (var row in simulation!.Page.Rows)
            Pick(row.CustomerId, on);
    }

    private void GoDay(DateTime? chosen)
    {
        DateOnly? day = chosen is { } moment ? DateOnly.FromDateTime(moment) : null;
        Go(state.First() with { Day = day == Clock.Today ? null : day });
    }

    private void Go(ReminderPageState to) => Nav.NavigateTo(to.ToUri());
}
