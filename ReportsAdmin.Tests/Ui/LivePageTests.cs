using Bunit;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Ui;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

public sealed class LivePageTests : BunitContext
{
    private readonly ChangeNotifier notifier = new(NullLogger<ChangeNotifier>.Instance);
    private string suffix = "";

    public LivePageTests()
    {
        Services.AddSingleton(notifier);
        Services.AddScoped<Notices>();
        Services.AddScoped<PageSight>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<CurrentUserOf>(
            (user, _) => Task.FromResult(CurrentUser.System with { Name = user.Identity!.Name! + suffix })
        );
        this.AddAuthorization().SetAuthorized("Asha Rao");
    }

    [Fact]
    public void The_viewer_is_known_before_anything_is_loaded()
    {
        var page = Render<SamplePage>().Instance;

        Assert.Equal(["started for Asha Rao", "loaded"], page.Steps);
    }

    [Fact]
    public async Task A_page_that_is_open_loads_again_with_the_present_rights()
    {
        var cut = Render<SamplePage>();
        suffix = ", demoted";

        cut.Render(p => p.Add(s => s.Missing, false));
        Assert.Equal("Asha Rao, demoted", cut.Instance.LoadedFor);

        suffix = ", promoted";
        await notifier.PublishAsync("sample");
        cut.WaitForAssertion(
            () => Assert.Equal("Asha Rao, promoted", cut.Instance.RefreshedFor),
            TimeSpan.FromSeconds(10)
        );
    }

    [Fact]
    public void A_burst_of_signals_is_one_refresh()
    {
        var cut = Render<SamplePage>();
        for (var i = 0; i < 20; i++)
            _ = notifier.PublishAsync("sample");

        cut.WaitForAssertion(() => Assert.Equal(1, cut.Instance.Refreshes), TimeSpan.FromSeconds(10));
        _ = notifier.PublishAsync("sample");
        cut.WaitForAssertion(() => Assert.Equal(2, cut.Instance.Refreshes), TimeSpan.FromSeconds(10));
        Assert.Contains("refreshed 2", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_nobody_sees_reads_again_once_when_it_is_shown()
    {
        var cut = Render<SamplePage>();
        var sight = Services.GetRequiredService<PageSight>();
        sight.Set(false);
        for (var i = 0; i < 3; i++)
        {
            await notifier.PublishAsync("sample");
            await Task.Delay(200, Xunit.TestContext.Current.CancellationToken);
            sight.Set(false);
        }

        Assert.Equal(0, cut.Instance.Refreshes);
        sight.Set(true);
        cut.WaitForAssertion(() => Assert.Equal(1, cut.Instance.Refreshes), TimeSpan.FromSeconds(10));
        await notifier.PublishAsync("sample");
        cut.WaitForAssertion(() => Assert.Equal(2, cut.Instance.Refreshes), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_page_that_has_gone_hears_nothing()
    {
        var page = Render<SamplePage>().Instance;
        await DisposeComponentsAsync();
        await notifier.PublishAsync("sample");

        Assert.True(page.Ended.IsCancellationRequested);
        Assert.Equal(0, page.Refreshes);
    }

    [Fact]
    public async Task A_refusal_is_told_in_its_own_words()
    {
        var cut = Render<SamplePage>();
        var went = await cut.InvokeAsync(() =>
            cut.Instance.DoAsync(() => throw DomainException.Conflict("Somebody changed this in the meantime."))
        );

        Assert.False(went);
        Assert.Equal(
            "Somebody changed this in the meantime.",
            Notice().QuerySelector(".notice-text span")!.TextContent
        );
    }

    [Fact]
    public async Task A_bug_is_told_in_general_words_with_a_reference()
    {
        var cut = Render<SamplePage>();
        await cut.InvokeAsync(() =>
            cut.Instance.DoAsync(() => throw new InvalidOperationException("table users is locked"))
        );

        var told = Notice().QuerySelector(".notice-text span")!.TextContent;
        Assert.DoesNotContain("locked", told, StringComparison.Ordinal);
        Assert.Matches("noted under [0-9a-f]{8}", told);
    }

    [Fact]
    public async Task A_busy_database_is_no_bug_and_says_when_to_try_again()
    {
        Services.AddSingleton<OutageOf>(DatabaseOutage.Of);
        var cut = Render<SamplePage>();
        var went = await cut.InvokeAsync(() =>
            cut.Instance.DoAsync(() => throw new SqliteException("database is locked", 5))
        );

        Assert.False(went);
        Assert.Equal("Not possible at the moment", Notice().QuerySelector(".notice-text b")!.TextContent);
        Assert.Equal(
            "The database is busy with another write. Try again in a moment.",
            Notice().QuerySelector(".notice-text span")!.TextContent
        );
    }

    [Fact]
    public async Task What_was_done_can_be_undone_from_its_notice()
    {
        var undone = 0;
        var cut = Render<SamplePage>();
        await cut.InvokeAsync(() => cut.Instance.DoneAsync("Remark saved", () =>
            {
                undone++;
                return Task.CompletedTask;
            }));

        var notice = Notice();
        Assert.Equal("Remark saved", notice.QuerySelector(".notice-text b")!.TextContent);
        var button = notice.QuerySelectorAll("button").Single(b => b.TextContent.Trim() == "Undo");
        await button.ClickAsync(new());
        Assert.Equal(1, undone);
    }

    [Fact]
    public void A_refused_load_stands_in_place_of_the_page()
    {
        var cut = Render<SamplePage>(p => p.Add(s => s.Missing, true));

        Assert.Contains("Upload not found.", cut.Markup, StringComparison.Ordinal);
        Assert.Empty(Services.GetRequiredService<Notices>().Shown);
    }

    private AngleSharp.Dom.IElement Notice() => Render<ReportsAdmin.Ui.Components.NoticeList>().Find(".notice");

    /// <summary>The smallest live page.</summary>
    public sealed class SamplePage : LivePage
    {
        [Microsoft.AspNetCore.Components.Parameter]
        public bool Missing { get; set; }

        public List<string> Steps { get; } = [];

        public int Refreshes { get; private set; }

        public string? LoadedFor { get; private set; }

        public string? RefreshedFor { get; private set; }

        public CancellationToken Ended { get; private set; }

        public Task DoneAsync(string summary, Func<Task> undo)
        {
            Notify(summary, undo: undo);
            return Task.CompletedTask;
        }

        public Task<bool> DoAsync(Func<Task> action) => RunAsync(action);

        protected override Task StartAsync()
        {
            Ended = PageClosed;
            Steps.Add($"started for {CurrentUser.Name}");
            Watch("sample", () =>
            {
                Refreshes++;
                RefreshedFor = CurrentUser.Name;
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        }

        protected override Task LoadAsync()
        {
            if (Missing)
                throw DomainException.NotFound("Upload not found.");
            Steps.Add("loaded");
            LoadedFor = CurrentUser.Name;
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(0, LoadError?.Message ?? $"refreshed {Refreshes}");
    }
}
