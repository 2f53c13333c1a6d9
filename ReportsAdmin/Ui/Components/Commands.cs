using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace ReportsAdmin.Ui.Components;

/// <summary>
/// Lets one command of a page, dialog or form run at a time: what is pressed meanwhile does nothing. Give the same gate to all buttons
/// of which only one may act.
/// </summary>
public sealed class CommandGate
{
    private bool running;

    /// <summary>Whether a command is at work.</summary>
    public bool IsRunning => running;

    /// <summary>The key of the form; a command sent twice under it creates one thing (<c>IdempotentCommands</c>). Renewed when the form is opened again.</summary>
    public Guid FormKey { get; private set; } = Guid.NewGuid();

    /// <summary>When a command begins or ends.</summary>
    public event Action? Changed;

    /// <summary>Says that the form was opened again: what it sends from now on is a new command.</summary>
    public void Renew() => FormKey = Guid.NewGuid();

    /// <summary>Runs the command unless one is at work.</summary>
    public async Task RunAsync(Func<Task> command)
    {
        if (running)
            return;
        running = true;
        Changed?.Invoke();
        try
        {
            await command();
        }
        finally
        {
            running = false;
            Changed?.Invoke();
        }
    }
}

/// <summary>
/// A button for a command: busy from the press until the command has ended, as are all buttons of its <see cref="Gate"/>. The script
/// swallows the second click of a double click and a held Enter. Where nothing is awaited, MudButton will do.
/// </summary>
public sealed class CommandButton : MudButton
{
    private readonly GateUse use;

    public CommandButton() => use = new(() => InvokeAsync(StateHasChanged));

    /// <summary>Shared by buttons of which only one may act; its own when not given.</summary>
    [Parameter]
    public CommandGate? Gate { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        use.Take(Gate);
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        UserAttributes = use.Mark(UserAttributes);
        base.BuildRenderTree(builder);
    }

    /// <inheritdoc/>
    protected override Task OnClickHandler(MouseEventArgs ev) => use.RunAsync(() => base.OnClickHandler(ev));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        use.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A <see cref="CommandButton"/> that shows only an icon; give it an <c>aria-label</c>.</summary>
public sealed class CommandIconButton : MudIconButton, IDisposable
{
    private readonly GateUse use;

    public CommandIconButton() => use = new(() => InvokeAsync(StateHasChanged));

    /// <summary>Shared by buttons of which only one may act; its own when not given.</summary>
    [Parameter]
    public CommandGate? Gate { get; set; }

    /// <inheritdoc/>
    public void Dispose() => use.Dispose();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        use.Take(Gate);
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        UserAttributes = use.Mark(UserAttributes);
        base.BuildRenderTree(builder);
    }

    /// <inheritdoc/>
    protected override Task OnClickHandler(MouseEventArgs ev) => use.RunAsync(() => base.OnClickHandler(ev));
}

/// <summary>What a button has to do with its gate: it is redrawn with it, and marked for the script and for assistive technology.</summary>
internal sealed class GateUse(Func<Task> redraw) : IDisposable
{
    private readonly CommandGate own = new();
    private CommandGate? gate;

    public void Take(CommandGate? shared)
    {
        var next = shared ?? own;
        if (next == gate)
            return;
        Dispose();
        gate = next;
        gate.Changed += Redraw;
    }

    /// <summary>The attributes with the button's state: it keeps the focus while busy, so it is not disabled.</summary>
    public Dictionary<string, object?> Mark(IReadOnlyDictionary<string, object?> attributes) =>
        new(attributes) { ["data-command"] = "", ["aria-busy"] = gate is { IsRunning: true } ? "true" : null };

    public Task RunAsync(Func<Task> command) => gate!.RunAsync(command);

    public void Dispose()
    {
        if (gate is not null)
            gate.Changed -= Redraw;
    }

    private void Redraw() => _ = redraw();
}
