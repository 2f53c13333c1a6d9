using MudBlazor;

namespace ReportsAdmin.Ui;

/// <summary>A short message at the lower edge. Two with the same words are two notices, so this is no record: it is the key of its element.</summary>
/// <param name="detail">A second sentence; may be empty.</param>
/// <param name="undo">Takes back what was done; null when nothing can.</param>
public sealed class Notice(Severity severity, string summary, string detail, Func<Task>? undo)
{
    public Severity Severity { get; } = severity;

    public string Summary { get; } = summary;

    public string Detail { get; } = detail;

    public Func<Task>? Undo { get; } = undo;
}

/// <summary>
/// The notices of one person's circuit, drawn by <c>NoticeList</c>. Not ISnackbar: MudSnackbarProvider writes style elements for
/// its animation, which the content security policy forbids.
/// </summary>
public sealed class Notices
{
    private const int MaxShown = 3;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WithUndo = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly List<Notice> shown = [];

    /// <summary>Raised on any thread when a notice comes or goes.</summary>
    public event Action? Changed;

    /// <summary>The notices that are visible, oldest first.</summary>
    public IReadOnlyList<Notice> Shown
    {
        get
        {
            lock (gate)
                return [.. shown];
        }
    }

    /// <summary>Shows a notice. It goes by itself, sooner after success than after an error; a fourth pushes the oldest out.</summary>
    public void Show(Severity severity, string summary, string detail = "", Func<Task>? undo = null)
    {
        var notice = new Notice(severity, summary, detail, undo);
        lock (gate)
        {
            shown.Add(notice);
            if (shown.Count > MaxShown)
                shown.RemoveAt(0);
        }

        Changed?.Invoke();
        _ = CloseLaterAsync(
            notice,
            undo is not null ? WithUndo
                : severity == Severity.Success ? Usual
                : AfterError
        );
    }

    public void Close(Notice notice)
    {
        lock (gate)
            shown.RemoveAll(n => ReferenceEquals(n, notice));
        Changed?.Invoke();
    }

    private async Task CloseLaterAsync(Notice notice, TimeSpan delay)
    {
        await Task.Delay(delay);
        Close(notice);
    }
}
