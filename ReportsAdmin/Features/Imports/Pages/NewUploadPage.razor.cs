using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Imports.Pages;

/// <summary>Step one of an upload. The file goes over HTTP, not over the circuit: ten times faster, and with true progress.</summary>
public sealed partial class NewUploadPage
{
    private NewUploadState state = new(new DateOnly(2025, 4, 1));
    private DotNetObjectReference<NewUploadPage>? self;
    private static readonly string[] Understood =
    [
        "Title rows above the header, total rows, blank tails",
        "Other column names; you can match by hand, and it is remembered",
        "Any date form; when day and month are in doubt you are asked",
        "Workbooks with a password",
    ];

    private IReadOnlyList<Option> departments = [];
    private IReadOnlyList<UploadKind> kinds = [];
    private UploadKind? kind;
    private ElementReference form;
    private int? percent;

    /// <summary>What is uploaded; the receivables' sheet when the address does not say.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [Inject]
    private ImportQueries Queries { get; set; } = null!;

    [Inject]
    private AccessQueries Access { get; set; } = null!;

    [Inject]
    private BusinessClock Clock { get; set; } = null!;

    [Inject]
    private ImportFiles Files { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    protected override async Task StartAsync()
    {
        CurrentUser.Require(ImportCommands.UploadPermission);
        state = new NewUploadState(Clock.Today);
        kinds = Queries.Kinds(CurrentUser);
        var mine = await Access.DepartmentsAsync(CurrentUser, PageClosed);
        departments = await NewUploadState.DepartmentsAsync(CurrentUser, Access);
        state.Department = (mine.FirstOrDefault(d => d.IsDefault) ?? mine.FirstOrDefault(d => d.Active))?.Id.ToString(
            CultureInfo.InvariantCulture
        ) ?? "";
    }

    protected override Task LoadAsync()
    {
        kind = kinds.FirstOrDefault(k => k.Kind == (Kind ?? kinds[0].Kind))
            ?? throw DomainException.NotFound($"There is no upload of the kind '{Kind}' for you.");
        return Task.CompletedTask;
    }

    /// <summary>Called by the script while the file travels.</summary>
    [JSInvokable]
    public async Task OnProgressAsync(int done) =>
        await InvokeAsync(() =>
        {
            percent = done;
            StateHasChanged();
        });

    /// <summary>Called by the script once, with the endpoint's answer.</summary>
    [JSInvokable]
    public async Task OnDoneAsync(int status, string body) =>
        await InvokeAsync(() =>
        {
            percent = null;
            if (state.Answered(status, body) is { } upload)
                Nav.NavigateTo(string.Create(CultureInfo.InvariantCulture, $"/uploads/{upload}"));
            else
                StateHasChanged();
        });

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            self?.Dispose();
        base.Dispose(disposing);
    }

    private async Task ChosenAsync()
    {
        var file = await Js.InvokeAsync<ChosenFile?>("ra.fileOf", PageClosed, form);
        state.Choose(file?.Name, file?.Size ?? 0, Files.MaxBytes);
    }

    private async Task SendAsync()
    {
        if (!state.CanSend || percent is not null)
            return;
        percent = 0;
        self ??= DotNetObjectReference.Create(this);
        await Js.InvokeVoidAsync("ra.upload", PageClosed, form, "/api/v2/uploads", self);
    }

    private async Task CancelAsync() => await Js.InvokeVoidAsync("ra.cancelUpload", PageClosed, form);

    private sealed record ChosenFile(string Name, long Size);
}
