using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor.Services;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>A command runs once however often its button is pressed.</summary>
public sealed class CommandButtonTests : BunitContext
{
    private readonly TaskCompletionSource end = new();
    private int runs;

    public CommandButtonTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    [Fact]
    public async Task A_second_press_while_the_command_runs_does_nothing()
    {
        var cut = Render<CommandButton>(p =>
            p.Add(b => b.OnClick, EventCallback.Factory.Create<MouseEventArgs>(this, RunAsync))
        );

        var first = cut.Find("button").ClickAsync(new());
        Assert.Equal("true", cut.Find("button").GetAttribute("aria-busy"));
        Assert.False(cut.Find("button").HasAttribute("disabled"));
        await cut.Find("button").ClickAsync(new());
        Assert.Equal(1, runs);

        end.SetResult();
        await first;
        Assert.False(cut.Find("button").HasAttribute("aria-busy"));
        await cut.Find("button").ClickAsync(new());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Buttons_of_one_gate_are_busy_together()
    {
        var gate = new CommandGate();
        var one = Render<CommandButton>(p =>
            p.Add(b => b.Gate, gate).Add(b => b.OnClick, EventCallback.Factory.Create<MouseEventArgs>(this, RunAsync))
        );
        var other = Render<CommandIconButton>(p =>
            p.Add(b => b.Gate, gate)
                .Add(b => b.OnClick, EventCallback.Factory.Create<MouseEventArgs>(this, RunAsync))
                .AddUnmatched("aria-label", "Delete")
        );

        var first = one.Find("button").ClickAsync(new());
        Assert.Equal("true", other.Find("button").GetAttribute("aria-busy"));
        Assert.Equal("Delete", other.Find("button").GetAttribute("aria-label"));
        await other.Find("button").ClickAsync(new());
        Assert.Equal(1, runs);

        end.SetResult();
        await first;
        await other.Find("button").ClickAsync(new());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_command_that_fails_frees_its_button()
    {
        var gate = new CommandGate();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            gate.RunAsync(() => throw new InvalidOperationException())
        );

        Assert.False(gate.IsRunning);
    }

    [Fact]
    public void A_form_that_is_opened_again_has_another_key()
    {
        var gate = new CommandGate();
        var key = gate.FormKey;

        Assert.Equal(key, gate.FormKey);
        gate.Renew();
        Assert.NotEqual(key, gate.FormKey);
    }

    private Task RunAsync()
    {
        runs++;
        return end.Task;
    }
}
