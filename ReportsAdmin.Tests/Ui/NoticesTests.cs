using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using ReportsAdmin.Ui;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

public sealed class NoticesTests
{
    [Fact]
    public void More_than_three_push_the_oldest_out()
    {
        var notices = new Notices();
        foreach (var text in (string[])["one", "two", "three", "four"])
            notices.Show(Severity.Success, text);

        Assert.Equal(["two", "three", "four"], notices.Shown.Select(n => n.Summary));
    }

    [Fact]
    public void Equal_notices_close_one_at_a_time()
    {
        var notices = new Notices();
        var changes = 0;
        notices.Changed += () => changes++;
        notices.Show(Severity.Success, "Saved");
        notices.Show(Severity.Success, "Saved");
        notices.Close(notices.Shown[0]);

        Assert.Single(notices.Shown);
        Assert.Equal(3, changes);
    }

    [Fact]
    public async Task Equal_notices_are_drawn_beside_each_other()
    {
        await using var context = new BunitContext();
        context.Services.AddScoped<Notices>();
        var list = context.Render<NoticeList>();
        var notices = context.Services.GetRequiredService<Notices>();
        notices.Show(Severity.Success, "Saved");
        notices.Show(Severity.Success, "Saved");
        list.WaitForAssertion(() => Assert.Equal(2, list.FindAll(".notice").Count));
    }
}
