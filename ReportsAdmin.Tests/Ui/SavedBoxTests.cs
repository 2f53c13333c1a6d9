using Bunit;
using Microsoft.AspNetCore.Components;
using MudBlazor.Services;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>A box that is saved at once shows the choice while it is saved, and the truth after it.</summary>
public sealed class SavedBoxTests : BunitContext
{
    private readonly Queue<TaskCompletionSource<bool>> saves = [];
    private readonly List<bool> saved = [];

    public SavedBoxTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    public static TheoryData<Type> Boxes => [typeof(SavedTick), typeof(SavedSwitch)];

    [Theory]
    [MemberData(nameof(Boxes))]
    public async Task A_choice_is_shown_while_it_is_saved_and_stays_or_is_put_back(Type box)
    {
        foreach (var accepted in (bool[])[true, false])
        {
            var cut = Of(box);
            var press = Press(cut, true);
            Assert.True(Shown(cut));
            Assert.Equal([true], saved);

            await EndAsync(cut, accepted);
            await press;
            Assert.Equal(accepted, Shown(cut));
            saved.Clear();
        }
    }

    [Theory]
    [MemberData(nameof(Boxes))]
    public async Task A_second_press_is_saved_after_the_first(Type box)
    {
        var cut = Of(box);
        var first = Press(cut, true);
        var second = Press(cut, false);
        Assert.False(Shown(cut));
        Assert.Equal([true], saved);

        await EndAsync(cut, true);
        Assert.Equal([true, false], saved);
        Assert.False(Shown(cut));
        await EndAsync(cut, true);
        await Task.WhenAll(first, second);
        Assert.False(Shown(cut));
        Assert.Equal([true, false], saved);
    }

    [Fact]
    public async Task A_press_is_possible_again_after_an_error()
    {
        var cut = Of(typeof(SavedTick));
        var press = Press(cut, true);
        await cut.InvokeAsync(() => saves.Dequeue().SetException(new TimeoutException()));
        await press;
        Assert.IsType<TimeoutException>(await Renderer.UnhandledException);

        press = Press(cut, true);
        await EndAsync(cut, true);
        await press;
        Assert.True(Shown(cut));
    }

    private IRenderedComponent<Holder> Of(Type box) =>
        Render<Holder>(p => p.Add(h => h.Box, box).Add(h => h.Save, SaveAsync));

    private static bool Shown(IRenderedComponent<Holder> cut) => cut.Find("input").HasAttribute("checked");

    private static Task Press(IRenderedComponent<Holder> cut, bool choice) =>
        cut.Find("input").ChangeAsync(new ChangeEventArgs { Value = choice });

    private Task EndAsync(IRenderedComponent<Holder> cut, bool accepted) =>
        cut.InvokeAsync(() => saves.Dequeue().SetResult(accepted));

    private Task<bool> SaveAsync(bool choice)
    {
        saved.Add(choice);
        var end = new TaskCompletionSource<bool>();
        saves.Enqueue(end);
        return end.Task;
    }

    /// <summary>A page with one box.</summary>
    private sealed class Holder : ComponentBase
    {
        private bool value;

        [Parameter]
        public Type Box { get; set; } = typeof(SavedTick);

        [Parameter]
        public Func<bool, Task<bool>> Save { get; set; } = null!;

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenComponent(0, Box);
            builder.AddComponentParameter(1, nameof(SavedBox.Value), value);
            builder.AddComponentParameter(
                2,
                nameof(SavedBox.Changed),
                EventCallback.Factory.Create<bool>(this, ChangeAsync)
            );
            builder.AddComponentParameter(3, nameof(SavedBox.Label), "On");
            builder.CloseComponent();
        }

        private async Task ChangeAsync(bool choice)
        {
            if (await Save(choice))
                value = choice;
        }
    }
}
