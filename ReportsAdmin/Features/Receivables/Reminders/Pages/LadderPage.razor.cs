using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Reminders.Pages;

/// <summary>The ladder as a form. What was edited stays when somebody else saves meanwhile; saving then says so.</summary>
public sealed partial class LadderPage
{
    private const int Found = 20;

    private static readonly int?[] Hours = [null, .. Enumerable.Range(0, 24).Select(h => (int?)h)];

    private readonly CommandGate gate = new();
    private LadderView? view;
    private LadderEdit edit = new();
    private CustomerName? customer;
    private StepEdit? shown;
    private ReminderPreview? preview;
    private IReadOnlyDictionary<string, string> problems = new Dictionary<string, string>();

    [Inject]
    private LadderQueries Queries { get; set; } = null!;

    [Inject]
    private LadderCommands Commands { get; set; } = null!;

    [Inject]
    private ReminderQueries Reminders { get; set; } = null!;

    [Inject]
    private CustomerQueries Customers { get; set; } = null!;

    [Inject]
    private BusinessClock Clock { get; set; } = null!;

    private bool MayManage => CurrentUser.Can(LadderCommands.ManagePermission);

    private static string HourText(int? hour) =>
        hour is { } h ? $"Every day at {h:00}:00" : "Never: somebody sends them";

    protected override async Task LoadAsync()
    {
        view = await Queries.ReadAsync(CurrentUser, PageClosed);
        edit = LadderEdit.Of(view.Ladder);
    }

    private Task SaveAsync() =>
        gate.RunAsync(async () =>
        {
            var draft = edit.ToDraft();
            problems = draft.Problems();
            if (await RunAsync(() => Commands.SaveAsync(CurrentUser, draft, view!.Version, PageClosed)))
            {
                Notify("Ladder saved", draft.IsOn ? "Reminders are on" : "Reminders are off");
                await RunAsync(LoadAsync);
            }

            StateHasChanged();
        });

    private void Add() =>
        edit.Steps.Add(new StepEdit { Days = Math.Min(LadderDraft.MaxDays, edit.Steps.Max(s => s.Days) + 15) });

    private async Task ChooseAsync(CustomerName? chosen)
    {
        customer = chosen;
        preview = null;
        if (chosen is not null)
            await PreviewAsync(shown ?? edit.Steps.FirstOrDefault(s => s.Action == ReminderAction.Mail));
    }

    /// <summary>As it is on the screen, saved or not.</summary>
    private async Task PreviewAsync(StepEdit? step)
    {
        shown = step;
        if (step is null)
            return;
        if (customer is null)
        {
            Notify("Choose a customer", "The preview shows the mail that this customer would get");
            return;
        }

        var draft = edit.ToDraft().Steps[edit.Steps.IndexOf(step)];
        var wrong = ReminderText.SubjectProblem(draft.Subject) ?? ReminderText.TextProblem(draft.Text);
        await RunAsync(async () =>
            preview = wrong is null
                ? await Reminders.PreviewAsync(CurrentUser, customer.Id, Clock.Today, draft, PageClosed)
                : throw DomainException.Invalid("step", wrong)
        );
    }

    private async Task<IEnumerable<CustomerName>> FindAsync(string? text, CancellationToken ct) =>
        await Customers.SearchAsync(
            CurrentUser,
            text == (customer is null ? null : $"{customer.Name} ({customer.Code})") ? "" : text ?? "",
            Found,
            ct
        );

    private string? Invalid(string field) => problems.ContainsKey(field) ? "true" : null;

    private IEnumerable<string> ProblemsOf(string step) =>
        problems.Where(p => p.Key.StartsWith(step + ".", StringComparison.Ordinal)).Select(p => p.Value);

    /// <summary>The ladder while it is edited.</summary>
    private sealed class LadderEdit
    {
        public bool IsOn { get; set; }

        public ReminderBasis Basis { get; set; }

        public int CreditDays { get; set; }

        public int PauseDays { get; set; }

        public int? Hour { get; set; }

        public List<StepEdit> Steps { get; init; } = [];

        public static LadderEdit Of(LadderDraft ladder) =>
            new()
            {
                IsOn = ladder.IsOn,
                Basis = ladder.Basis,
                CreditDays = ladder.CreditDays,
                PauseDays = ladder.PauseDays,
                Hour = ladder.DailyHour,
                Steps =
                [
                    .. ladder.Steps.Select(s => new StepEdit
                    {
                        Days = s.Days,
                        Action = s.Action,
                        Subject = s.Subject,
                        Text = s.Text,
                        Statement = s.Statement,
                        CopiesEngineer = s.CopiesEngineer,
                    }),
                ],
            };

        public LadderDraft ToDraft() =>
            new(
                IsOn,
                Basis,
                CreditDays,
                PauseDays,
                Hour,
                [
                    .. Steps.Select(s => new StepDraft(
                        s.Days,
                        s.Action,
                        s.Subject ?? "",
                        s.Text ?? "",
                        s.Statement,
                        s.CopiesEngineer
                    )),
                ]
            );
    }

    private sealed class StepEdit
    {
        public int Days { get; set; }

        public ReminderAction Action { get; set; }

        public string? Subject { get; set; } = "";

        public string? Text { get; set; } = "";

        public StatementFile Statement { get; set; }

        public bool CopiesEngineer { get; set; }
    }
}
