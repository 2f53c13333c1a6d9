using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Collections.Pages;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>What keys and buttons of the card do.</summary>
public sealed class CallCardTests : BunitContext
{
    private readonly List<NewContact> logged = [];
    private readonly List<int> moves = [];

    public CallCardTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(new BusinessClock(new FakeClock()));
    }

    [Theory]
    [InlineData("c", ContactOutcome.Called)]
    [InlineData("N", ContactOutcome.NoAnswer)]
    [InlineData("d", ContactOutcome.Disputed)]
    [InlineData("a", ContactOutcome.Paid)]
    [InlineData("v", ContactOutcome.Visited)]
    public void One_key_logs_one_outcome_with_what_was_noted(string key, ContactOutcome outcome)
    {
        var card = Card();
        card.Find("textarea").Input("Calls back");
        card.Find(".call-more .mud-picker input").Change("20 May 2026");
        card.Find("#call-card").KeyDown(key);
        Assert.Equal([new NewContact(outcome, "Calls back", new DateOnly(2026, 5, 20))], logged);
    }

    [Fact]
    public void Held_keys_shortcuts_of_the_browser_and_other_letters_do_nothing()
    {
        var card = Card();
        var keys = card.Find("#call-card");
        keys.KeyDown(new KeyboardEventArgs { Key = "c", Repeat = true });
        keys.KeyDown(new KeyboardEventArgs { Key = "c", CtrlKey = true });
        keys.KeyDown(new KeyboardEventArgs { Key = "v", MetaKey = true });
        keys.KeyDown("x");
        keys.KeyDown("Enter");
        Assert.Empty(logged);
        keys.KeyDown("j");
        keys.KeyDown("k");
        Assert.Equal([1, -1], moves);
    }

    [Fact]
    public void A_promise_asks_for_amount_and_day_first()
    {
        var card = Card();
        card.Find("#call-card").KeyDown("p");
        Assert.Empty(logged);
        Assert.Equal("1500", card.Find("#promise-amount").GetAttribute("value"));
        card.Find("#call-card").KeyDown("c");
        Assert.Empty(logged);
        card.Find("#promise-amount").Change("750.50");
        card.Find("form .mud-picker input").Change("30 May 2026");
        card.Find("form").Submit();
        Assert.Equal(
            new PromiseTerms(Money.FromRupees(750.50m), new DateOnly(2026, 5, 30)),
            Assert.Single(logged).Promise
        );
    }

    [Fact]
    public void Escape_leaves_the_promise_and_another_customer_starts_anew()
    {
        var card = Card();
        card.Find("#call-card").KeyDown("p");
        card.Find("form").KeyDown("Escape");
        Assert.Empty(card.FindAll("form"));
        card.Find("textarea").Input("Only of the first");
        card.Render(p => p.Add(c => c.Row, Row(2)));
        card.Find("#call-card").KeyDown("c");
        Assert.Equal([new NewContact(ContactOutcome.Called)], logged);
    }

    [Fact]
    public void Who_may_not_log_sees_why_and_no_key_does_it()
    {
        var card = Card(Row(1) with { MayEdit = false });
        card.Find("#call-card").KeyDown("c");
        Assert.Empty(logged);
        Assert.Empty(card.FindAll(".call-outcomes button"));
        Assert.Contains("Only the engineer of this customer logs contacts.", card.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<CallCard> Card(WorklistRow? row = null)
    {
        Render<MudPopoverProvider>();
        return Render<CallCard>(p =>
            p.Add(c => c.Row, row ?? Row(1))
                .Add(c => c.Gate, new CommandGate())
                .Add(
                    c => c.Log,
                    contact =>
                    {
                        logged.Add(contact);
                        return Task.CompletedTask;
                    }
                )
                .Add(
                    c => c.Move,
                    by =>
                    {
                        moves.Add(by);
                        return Task.CompletedTask;
                    }
                )
        );
    }

    private static WorklistRow Row(int id)
    {
        var facts = new CollectionFacts { Undisputed = AgeingAmounts.None with { Older = Money.FromRupees(1500) } };
        return new WorklistRow
        {
            Id = id,
            Code = "C-1",
            Name = "Asha",
            Region = "mumbai",
            Phone = "",
            Facts = facts,
            Score = CollectionScoring.Of(facts, new CollectionOptions()),
            MayEdit = true,
        };
    }
}
