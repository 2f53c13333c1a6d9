using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Disputes.Pages;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Disputes;

/// <summary>The address of the list, and what people type into its forms.</summary>
public sealed class DisputeListStateTests
{
    private static readonly CurrentUser Asha = CurrentUser.System with { UserId = 7 };

    [Fact]
    public void An_address_is_read_as_it_was_written()
    {
        var state = new DisputeListState
        {
            Show = DisputeState.All,
            Owner = "me",
            Region = "pune",
            Reason = "Price or rate",
            Overdue = true,
            Page = 3,
        };
        Assert.Equal(
            "/disputes?state=all&owner=me&region=pune&reason=Price%20or%20rate&overdue=true&page=3",
            state.ToUri()
        );
        Assert.Equal(state, DisputeListState.Of("all", "me", "pune", "Price or rate", "true", "3"));
        Assert.Equal("/disputes", new DisputeListState().ToUri());
    }

    [Fact]
    public void What_cannot_be_read_is_ignored()
    {
        var state = DisputeListState.Of("ended", "Ravi", null, null, "yes", "-1");
        Assert.Equal(new DisputeListState(), state);
        Assert.False(state.IsNarrowed);
    }

    [Theory]
    [InlineData("me", 7)]
    [InlineData("0", 0)]
    [InlineData("12", 12)]
    [InlineData("", null)]
    public void The_owner_of_the_address_is_that_of_the_filter(string owner, int? expected) =>
        Assert.Equal(expected, DisputeListState.Of(null, owner, null, null, null, null).ToFilter(Asha).OwnerId);

    [Theory]
    [InlineData("1,234.50", 123450)]
    [InlineData("₹ 12 000", 1200000)]
    [InlineData("", null)]
    public void An_amount_is_read_as_people_write_it(string text, int? paise)
    {
        Assert.Equal(paise, (int?)DisputeWords.Typed(text, out var readable)?.Paise);
        Assert.True(readable);
    }

    [Theory]
    [InlineData("much"), InlineData("-5"), InlineData("1e9"), InlineData("9999999999999")]
    public void What_is_no_amount_is_told(string text)
    {
        Assert.Null(DisputeWords.Typed(text, out var readable));
        Assert.False(readable);
    }

    [Fact]
    public void The_whole_amount_is_no_amount_of_its_own()
    {
        var form = new DisputeForm
        {
            Owed = Money.FromRupees(100),
            Amount = "100.00",
            Reason = "Quantity",
            AnswerBy = new DateTime(2026, 5, 20),
        };
        Assert.True(form.TryRead(out var whole));
        Assert.Null(whole);
        form.Amount = "40";
        Assert.True(form.TryRead(out var part));
        Assert.Equal(Money.FromRupees(40), part);
        (form.Amount, form.Reason, form.AnswerBy) = ("some", null, null);
        Assert.False(form.TryRead(out _));
        Assert.Equal(["amount", "answerBy", "reason"], form.Problems.Keys.Order(StringComparer.Ordinal));
    }
}
