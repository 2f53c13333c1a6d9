using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Administration.Company;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Administration.Structure.Pages;

/// <summary>A dialog of the pages of the company's structure: an error is shown in it, a success closes it.</summary>
public abstract class StructureDialog : LivePage
{
    /// <summary>After something was saved.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    protected CommandGate Gate { get; } = new();

    protected Modal? Modal { get; set; }

    /// <summary>Why the last act was refused; null when it was not.</summary>
    protected string? Problem { get; private set; }

    protected static SettingChange? Change(string? by, DateTime? at) =>
        at is { } moment ? new SettingChange(by ?? "System", moment) : null;

    // A dialog takes its title when it opens, so the parameters are drawn before.
    protected async Task ShowAsync()
    {
        Problem = null;
        StateHasChanged();
        await Task.Yield();
        Modal!.Open();
    }

    protected async Task SaveAsync(Func<Task> act, string summary, string detail)
    {
        if (!await TryAsync(act))
            return;
        Notify(summary, detail);
        await Modal!.CloseAsync();
        await Changed.InvokeAsync();
    }

    /// <summary>True when it went well; otherwise the dialog says why.</summary>
    protected async Task<bool> TryAsync(Func<Task> act)
    {
        Problem = null;
        return await RunAsync(async () =>
            {
                try
                {
                    await act();
                }
                catch (DomainException error)
                {
                    Problem = error.Message;
                }
            }) && Problem is null;
    }
}
