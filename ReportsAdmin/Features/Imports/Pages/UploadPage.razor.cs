using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Imports.Pages;

/// <summary>One upload, from reading to commit to undo. It follows the worker live.</summary>
public sealed partial class UploadPage
{
    private UploadDetails? upload;
    private PreviewState rows = new(0, null, "", 1);
    private Page<PreviewRow>? page;
    private IReadOnlyList<MeasureEffect> sections = [];
    private IReadOnlyList<MeasureEffect> parties = [];
    private IReadOnlyList<PreviewRow> problems = [];
    private string? missing;
    private ConfirmDialog? discard;
    private ConfirmDialog? undo;

    [Parameter]
    public int Id { get; set; }

    [SupplyParameterFromQuery]
    public string? Effect { get; set; }

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [Inject]
    private ImportQueries Queries { get; set; } = null!;

    [Inject]
    private ImportCommands Commands { get; set; } = null!;

    [Inject]
    private BusinessClock Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    protected override Task StartAsync()
    {
        Watch(ImportStaging.TopicOf(Id), LoadAsync);
        return Task.CompletedTask;
    }

    protected override async Task LoadAsync()
    {
        upload = await Queries.DetailsAsync(CurrentUser, Id, PageClosed);
        rows = PreviewState.Of(Id, Effect, Search, Page, upload.Counts);
        if (upload.State is not (ImportState.Staged or ImportState.Committed or ImportState.Undone))
            return;
        if (upload.State != ImportState.Staged)
            missing = upload.Missing;
        page = await Queries.RowsAsync(
            CurrentUser,
            Id,
            rows.Effect,
            rows.Search,
            new PageRequest(rows.Number, PreviewState.PageSize),
            PageClosed
        );
        problems = await ReadProblemsAsync();
        await ReadEffectAsync();
    }

    /// <summary>The first rows with problems; they are read already when the list begins with them.</summary>
    private async Task<IReadOnlyList<PreviewRow>> ReadProblemsAsync()
    {
        if (upload!.Counts.Errors == 0)
            return [];
        if (rows is { Effect: RowEffect.Error, Search: "", Number: 1 })
            return [.. page!.Rows.Take(ProblemsCard.MaxShown)];
        var first = new PageRequest(1, ProblemsCard.MaxShown);
        return (await Queries.RowsAsync(CurrentUser, Id, RowEffect.Error, null, first, PageClosed)).Rows;
    }

    private bool HasAside =>
        upload?.Kind.Profile.Effect is not null || problems.Count > 0 || upload?.KeptApart.Count > 0;

    private bool HasSubject => upload?.Kind.Profile is { AsksMonth: true } or { AsksDepartment: true };

    private async Task ReadEffectAsync()
    {
        if (upload!.Kind.Profile.Effect is null)
            return;
        sections = await Queries.EffectBySectionAsync(CurrentUser, Id, missing, PageClosed);
        parties = await Queries.EffectByLabelAsync(CurrentUser, Id, missing, PageClosed);
    }

    private Task ChooseMissingAsync(string choice)
    {
        missing = choice;
        return RunAsync(ReadEffectAsync);
    }

    private Task AnswerAsync(UploadAnswer answer) =>
        DoAsync(
            () => Commands.AnswerAsync(CurrentUser, Id, answer, PageClosed),
            answer.Subject is null ? null : "Changed; the rows are compared again"
        );

    private Task CompareAgainAsync() => DoAsync(() => Commands.CompareAgainAsync(CurrentUser, Id, PageClosed), null);

    private Task CommitAsync(ErrorRows errors) =>
        DoAsync(() => Commands.CommitAsync(CurrentUser, Id, missing, errors, PageClosed), $"Upload #{Id} is committed");

    private Task UndoAsync() =>
        DoAsync(() => Commands.UndoAsync(CurrentUser, Id, PageClosed), $"Upload #{Id} is undone");

    private async Task DiscardAsync()
    {
        if (!await RunAsync(() => Commands.DiscardAsync(CurrentUser, Id, PageClosed)))
            return;
        Notify("Discarded");
        Nav.NavigateTo("/uploads");
    }

    private async Task DoAsync(Func<Task> action, string? done)
    {
        if (await RunAsync(action) && done is not null)
            Notify(done);
        await RunAsync(LoadAsync);
    }
}
