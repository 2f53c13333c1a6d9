using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>A press of the mouse: it ends on the button on which it began, wherever the page has moved it, unless the hand moves away.</summary>
public sealed class PressTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(0, 80, 0, true)]
    [InlineData(80, 0, 0, true)]
    [InlineData(0, 0, 20, true)]
    [InlineData(0, 0, 120, false)]
    public async Task A_press_reaches_its_button_when_the_page_moves_and_not_when_the_hand_does(
        int down,
        int right,
        int hand,
        bool reached
    )
    {
        var page = await Browser.OpenAsync(app);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync(
            """
            () => {
              document.body.innerHTML = '<div id="message"></div><button id="b" style="margin:40px;width:120px;height:30px">Press</button>';
              document.getElementById('b').addEventListener('click', e => { document.title = 'pressed ' + e.target.id; });
            }
            """
        );
        var box = (await page.Locator("#b").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 60, box.Y + 15);
        await page.Mouse.DownAsync();
        await page.EvaluateAsync(
            "([down, right]) => { document.getElementById('message').style.height = down + 'px'; document.getElementById('b').style.marginLeft = 40 + right + 'px'; }",
            new[] { down, right }
        );
        if (hand > 0)
            await page.Mouse.MoveAsync(box.X + 60, box.Y + 15 + hand, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.Equal(reached, await page.TitleAsync() == "pressed b");
    }
}
