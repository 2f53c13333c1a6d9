namespace ReportsAdmin.Ui.Shell;

/// <summary>The title of the open page, told by its header to the breadcrumbs in the top bar.</summary>
public sealed class Crumbs
{
    /// <summary>Raised after the title has changed, on the renderer of the page.</summary>
    public event Action? Changed;

    public string Title { get; private set; } = "";

    public void Set(string title)
    {
        if (title == Title)
            return;
        Title = title;
        Changed?.Invoke();
    }
}
