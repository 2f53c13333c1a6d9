using Bunit;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using MudBlazor.Services;
using ReportsAdmin.Features.Training.Pages;
using ReportsAdmin.Ui;
using Xunit;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The filter for a range of days.</summary>
public sealed class DaysPickTests : BunitContext
{
    private readonly List<DaysPick.Range> given = [];
    private readonly IRenderedComponent<MudPopoverProvider> panels;

    public DaysPickTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        panels = Render<MudPopoverProvider>();
    }

    [Theory]
    [InlineData(null, null, "Days: All")]
    [InlineData("2025-04-01", null, "Days: from 1 Apr 2025")]
    [InlineData(null, "2025-04-30", "Days: until 30 Apr 2025")]
    [InlineData("2025-04-01", "2025-04-30", "Days: 1 Apr 2025 – 30 Apr 2025")]
    public void The_button_names_the_range(string? from, string? until, string name) =>
        Assert.Equal(name, Of(from, until).Find("button").GetAttribute("aria-label"));

    [Fact]
    public async Task Either_end_is_cleared_and_the_other_end_follows()
    {
        Of("2025-04-01", "2025-04-30").Find("button").Click();
        panels.WaitForElement(".period-days");
        var boxes = panels.FindComponents<DateBox>();

        await panels.InvokeAsync(() => boxes[0].Instance.DateChanged.InvokeAsync(null));
        await panels.InvokeAsync(() => boxes[0].Instance.DateChanged.InvokeAsync(new DateTime(2025, 6, 1)));
        await panels.InvokeAsync(() => boxes[1].Instance.DateChanged.InvokeAsync(new DateTime(2025, 3, 1)));

        Assert.Equal(
            [
                new(null, new DateOnly(2025, 4, 30)),
                new(new DateOnly(2025, 6, 1), new DateOnly(2025, 6, 1)),
                new(new DateOnly(2025, 3, 1), new DateOnly(2025, 3, 1)),
            ],
            given
        );
    }

    private IRenderedComponent<DaysPick> Of(string? from, string? until) =>
        Render<DaysPick>(p =>
            p.Add(d => d.From, TrainingState.DayOf(from))
                .Add(d => d.Until, TrainingState.DayOf(until))
                .Add(d => d.Changed, EventCallback.Factory.Create<DaysPick.Range>(this, given.Add))
        );
}
