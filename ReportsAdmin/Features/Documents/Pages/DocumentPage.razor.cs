using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Documents.Pages;

/// <summary>One document: its preview, content, versions and files.</summary>
public sealed partial class DocumentPage
{
    private static readonly (string Key, string Title)[] Tabs =
    [
        ("preview", "Preview"),
        ("edit", "Edit"),
        ("versions", "Versions"),
        ("downloads", "Downloads"),
    ];

    private readonly CommandGate gate = new();
    private DocumentState? state;
    private ContentState? editing;
    private string tab = "preview";
    private string title = "";
    private string description = "";
    private string why = "";
    private int editedVersion;
    private bool dirty;
    private long watched;

    [Parameter]
    public int Id { get; set; }

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [SupplyParameterFromQuery]
    public string? Version { get; set; }

    [Inject]
    private DocumentQueries Queries { get; set; } = null!;

    [Inject]
    private DocumentCommands Commands { get; set; } = null!;

    [Inject]
    private BusinessClock Clock { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    private DocumentDetails? Doc => state?.Document;

    private IReadOnlyList<ReportVersionRow> Versions => state?.Versions ?? [];

    private IReadOnlyList<ReportFileRow> Files => state?.Files ?? [];

    private string Status => state?.Progress.Status ?? DocumentStatus.Pending;

    protected override Task StartAsync()
    {
        Watch(DocumentQueries.Topic, FollowAsync);
        return Task.CompletedTask;
    }

    protected override async Task LoadAsync()
    {
        tab = Tabs.Any(t => t.Key == Tab) ? Tab! : "preview";
        var read = new DocumentState(
            Queries,
            CurrentUser,
            Id,
            int.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null
        );
        await read.ReadAsync(PageClosed);
        state = read;
        await TakeAsync();
    }

    private async Task FollowAsync()
    {
        if (state is null)
            await LoadAsync();
        else if (await state.FollowAsync(PageClosed))
            await TakeAsync();
    }

    private async Task TakeAsync()
    {
        // Another person's save must not replace unsaved edits.
        if (!dirty || editing is null)
            Begin(state!.Document);
        if (watched == state!.Progress.JobId)
            return;
        watched = state.Progress.JobId;
        Watch(JobQueue.TopicOf(watched), FollowAsync);
        // Changes from before the subscription are read once.
        if (Status is DocumentStatus.Pending or DocumentStatus.Generating)
            await FollowAsync();
    }

    private void Begin(DocumentDetails read) =>
        (editing, title, description, why, editedVersion, dirty) = (
            new ContentState(read.Data),
            read.Title,
            read.Description ?? "",
            "",
            read.Number,
            false
        );

    private string TabHref(string key) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/documents/{Id}?tab={key}{(Doc is { Newest: false } doc ? $"&version={doc.Number}" : "")}"
        );

    private async Task SaveAsync()
    {
        if (!dirty)
        {
            Notify("No changes to save");
            return;
        }

        if (
            !await RunAsync(async () =>
                await Commands.EditAsync(
                    CurrentUser,
                    Id,
                    new ReportEdit(editing!.Require(), title, description, null, why, editedVersion),
                    PageClosed
                )
            )
        )
            return;
        dirty = false;
        Notify("Document saved", "The files are being generated.");
        Nav.NavigateTo(DocumentText.Href(Id));
    }

    private async Task RestoreAsync(int number)
    {
        if (!await RunAsync(async () => await Commands.RestoreAsync(CurrentUser, Id, number, PageClosed)))
            return;
        dirty = false;
        Notify(
            "Version restored",
            string.Create(CultureInfo.InvariantCulture, $"The content of version {number} is the newest version.")
        );
        Nav.NavigateTo(DocumentText.Href(Id));
    }

    private async Task RegenerateAsync()
    {
        if (await RunAsync(() => Commands.RegenerateAsync(CurrentUser, Id, PageClosed)))
            Notify("The files are being generated");
        await RunAsync(LoadAsync);
    }

    private async Task ShareAsync(bool shared)
    {
        if (await RunAsync(() => Commands.ShareAsync(CurrentUser, Id, shared, PageClosed)))
            Notify(shared ? "Document shared" : "Document is private");
        await RunAsync(LoadAsync);
    }

    private async Task DeleteAsync()
    {
        var text = $"All {Counts.Of(Versions.Count, "version")} and their files are deleted.";
        if (!await Confirm.AskAsync(Dialogs, $"Delete “{Doc!.Title}”?", text, "Delete the document", danger: true))
            return;
        if (!await RunAsync(() => Commands.DeleteAsync(CurrentUser, Id, PageClosed)))
            return;
        dirty = false;
        Nav.NavigateTo("/documents");
    }
}
