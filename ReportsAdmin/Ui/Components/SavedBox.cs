using Microsoft.AspNetCore.Components;

namespace ReportsAdmin.Ui.Components;

/// <summary>
/// A box or switch whose change is saved at once. While it is being saved it shows what was chosen, and then what is true: a refused change
/// puts it back. Where it is pressed again meanwhile, the last choice is saved after it.
/// </summary>
public abstract class SavedBox : ComponentBase
{
    private bool? chosen;
    private bool saving;

    /// <summary>What is saved.</summary>
    [Parameter, EditorRequired]
    public bool Value { get; set; }

    /// <summary>Saves the choice and reads <see cref="Value"/> again.</summary>
    [Parameter, EditorRequired]
    public EventCallback<bool> Changed { get; set; }

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public bool Disabled { get; set; }

    protected bool Shown => chosen ?? Value;

    protected async Task ChooseAsync(bool choice)
    {
        chosen = choice;
        if (saving)
            return;
        saving = true;
        try
        {
            bool saved;
            do
            {
                saved = Shown;
                await Changed.InvokeAsync(saved);
            } while (chosen != saved);
        }
        finally
        {
            saving = false;
            chosen = null;
        }
    }
}
