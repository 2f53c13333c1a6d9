using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Ui;

/// <summary>
/// A page with its current user and its lifetime. Override <see cref="StartAsync"/> for what happens once (subscriptions,
/// lists for filters) and <see cref="LoadAsync"/> for what depends on the address: it runs after each change of parameters.
/// An error while loading is kept in <see cref="LoadError"/>; the page shows it instead of its content.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Coalescing = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource stopping = new();
    private readonly List<IDisposable> subscriptions = [];
    private Actor opened = Actor.System;

    [Inject]
    private CurrentUserOf CurrentUserOf { get; set; } = null!;

    [Inject]
    private ChangeNotifier ChangeNotifier { get; set; } = null!;

    [Inject]
    private Notices Notices { get; set; } = null!;

    [Inject]
    private PageSight Sight { get; set; } = null!;

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <summary>The signed-in person; set before <see cref="StartAsync"/> and <see cref="LoadAsync"/> run.</summary>
    protected CurrentUser CurrentUser { get; private set; } = null!;

    /// <summary>Cancelled when the page goes; pass it to every call.</summary>
    protected CancellationToken PageClosed => stopping.Token;

    /// <summary>Why the page could not be loaded; null when it could.</summary>
    protected DomainException? LoadError { get; private set; }

    /// <summary>Once, before the first load.</summary>
    protected virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>After <see cref="StartAsync"/> and after each change of parameters.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override Task OnInitializedAsync() =>
        GuardLoadAsync(async () =>
        {
            opened = Actor.Current;
            if (SignedIn is null)
                throw new InvalidOperationException("A live page needs the cascading authentication state.");
            CurrentUser = await CurrentUserOf((await SignedIn).User, PageClosed);
            await StartAsync();
        });

    /// <inheritdoc/>
    protected sealed override Task OnParametersSetAsync() =>
        CurrentUser is null
            ? Task.CompletedTask
            : GuardLoadAsync(async () =>
            {
                await RefreshUserAsync();
                await LoadAsync();
            });

    /// <summary>
    /// Calls <paramref name="refresh"/> and redraws when the topic is signalled, until the page goes. A burst of notifier is one
    /// refresh, and so is all that happens while nobody sees the page. Subscribe before reading: a signal between the two is then not lost.
    /// </summary>
    protected void Watch(string topic, Func<Task> refresh)
    {
        var waiting = 0;
        subscriptions.Add(ChangeNotifier.Subscribe(topic, () =>
            {
                if (Interlocked.Exchange(ref waiting, 1) == 0)
                    _ = RefreshSoonAsync();
                return Task.CompletedTask;
            }));

        // Not awaited by the publisher: a slow page must not slow the one who saves.
        async Task RefreshSoonAsync()
        {
            try
            {
                await Task.Delay(Coalescing, PageClosed);
                await Sight.WaitAsync(PageClosed);
                await ChangeNotifier.Turns.RunAsync(
                    () =>
                    {
                        // What changes from here on is another refresh.
                        Interlocked.Exchange(ref waiting, 0);
                        return InvokeAsync(RefreshAsync);
                    },
                    PageClosed
                );
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // The page went while the signal was on its way.
            }
        }

        async Task RefreshAsync()
        {
            // Of this page, not of whoever saved something.
            using var acting = Actor.Use(opened);
            await GuardLoadAsync(async () =>
            {
                await RefreshUserAsync();
                await refresh();
            });
            StateHasChanged();
        }
    }

    /// <summary>Runs an action of the user, after they have proved who they are where it asks for that. An error becomes a notice in its own words, anything else is logged and told in general words. True when it went well.</summary>
    protected async Task<bool> RunAsync(Func<Task> action)
    {
        try
        {
            await RefreshUserAsync();
            await action();
            return true;
        }
        catch (OperationCanceledException) when (PageClosed.IsCancellationRequested)
        {
            return false;
        }
        catch (DomainException error) when (MendsIt(error) is { } confirm)
        {
            return await confirm(CurrentUser, PageClosed) && await RunAsync(action);
        }
        catch (DomainException error)
        {
            NoteRefusal(error);
            Show(Severity.Warning, error.Kind == ErrorKind.Conflict ? "Not saved" : "That did not work", error.Message);
            return false;
        }
        catch (NavigationException)
        {
            throw;
        }
        catch (Exception e) when (OutageOf(e) is { } outage)
        {
            Show(Severity.Warning, "Not possible at the moment", outage.Message);
            return false;
        }
        catch (Exception e)
        {
            Show(
                Severity.Error,
                "Something went wrong",
                $"It is our fault and has been noted under {Note(e)}. Please try again."
            );
            return false;
        }
    }

    /// <summary>The same for what a form sends: what is invalid goes to the form instead of a notice. Null when it was, otherwise whether it went well.</summary>
    protected async Task<bool?> SubmitAsync(Func<Task> action, Action<DomainException> invalid)
    {
        var valid = true;
        var done = await RunAsync(async () =>
        {
            try
            {
                await action();
            }
            catch (DomainException error) when (error.Kind == ErrorKind.Invalid)
            {
                invalid(error);
                valid = false;
            }
        });
        return valid ? done : null;
    }

    /// <summary>Shows a notice that something was done, with a button "Undo" when <paramref name="undo"/> can take it back.</summary>
    protected void Notify(string summary, string detail = "", Func<Task>? undo = null) =>
        Show(Severity.Success, summary, detail, undo);

    /// <summary>Ends subscriptions and running work.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Override to end what the page itself began; call the base.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || stopping.IsCancellationRequested)
            return;
        foreach (var subscription in subscriptions)
            subscription.Dispose();
        stopping.Cancel();
        stopping.Dispose();
    }

    /// <summary>A session, an account or rights may have ended since the page was opened: what is read or done now is the present person's.</summary>
    private async Task RefreshUserAsync() => CurrentUser = await CurrentUserOf((await SignedIn!).User, PageClosed);

    private async Task GuardLoadAsync(Func<Task> load)
    {
        try
        {
            await load();
            LoadError = null;
        }
        catch (Exception e)
            when (e is OperationCanceledException or ObjectDisposedException && stopping.IsCancellationRequested)
        {
            // The reader has gone; nobody waits for the answer.
        }
        catch (DomainException error)
        {
            LoadError = error;
            NoteRefusal(error);
        }
        catch (NavigationException)
        {
            throw;
        }
        catch (Exception e) when (OutageOf(e) is { } outage)
        {
            LoadError = outage;
        }
        catch (Exception e)
        {
            LoadError = new DomainException(
                ErrorKind.Conflict,
                $"It is our fault and has been noted under {Note(e)}. Please try again in a moment."
            );
        }
    }

    private ConfirmIdentity? MendsIt(DomainException error) =>
        error.Code == DomainException.ConfirmationCode ? Services.GetService<ConfirmIdentity>() : null;

    private void NoteRefusal(DomainException error)
    {
        if (error.Kind == ErrorKind.Forbidden)
            Logs.CreateLogger(GetType()).LogWarning("User {UserId} was refused", CurrentUser?.UserId);
    }

    private DomainException? OutageOf(Exception e) => Services.GetService<OutageOf>()?.Invoke(e);

    private string Note(Exception e)
    {
        var reference = Guid.NewGuid().ToString("N")[..8];
        Logs.CreateLogger(GetType()).LogError(e, "Page failed, reference {Reference}", reference);
        return reference;
    }

    private void Show(Severity severity, string summary, string detail, Func<Task>? undo = null) =>
        Notices.Show(severity, summary, detail, undo is null ? null : () => InvokeAsync(() => RunAsync(undo)));
}
