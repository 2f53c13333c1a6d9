using ReportsAdmin.Features.Receivables.Collections;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>Whom a note addresses, and how a name is completed while it is typed.</summary>
public sealed class MentionTextTests
{
    private static readonly Mentionable[] People =
    [
        new(1, "Neha"),
        new(2, "Neha Kulkarni"),
        new(3, "Imran Shaikh"),
        new(4, "Ravi D'Souza"),
        new(5, "Imran Shaikh"),
    ];

    [Theory]
    [InlineData("Nobody.", new int[0])]
    [InlineData("@Neha please", new[] { 1 })]
    [InlineData("Ask @neha kulkarni, she knows.", new[] { 2 })]
    [InlineData("@Neha Kulkarni and @Neha", new[] { 2, 1 })]
    [InlineData("(@Ravi D'Souza)", new[] { 4 })]
    [InlineData("@Imran Shaikh", new[] { 3, 5 })]
    [InlineData("@Imran", new int[0])]
    [InlineData("@Nehal", new int[0])]
    [InlineData("mail to accounts@Neha", new int[0])]
    [InlineData("@", new int[0])]
    [InlineData("@@Neha", new[] { 1 })]
    public void A_note_addresses_whole_names_after_an_at(string note, int[] expected) =>
        Assert.Equal(expected, MentionText.PeopleOf(note, People).Select(p => p.Id));

    [Theory]
    [InlineData("Call @", new[] { 1, 2, 3, 4, 5 })]
    [InlineData("Call @im", new[] { 3, 5 })]
    [InlineData("Call @kul", new[] { 2 })]
    [InlineData("Call @Imran Shaikh", new int[0])]
    [InlineData("Call @Imran Shaikh ", new int[0])]
    [InlineData("Call @im, now", new int[0])]
    [InlineData("a@im", new int[0])]
    [InlineData("Call", new int[0])]
    public void What_is_typed_after_the_last_at_finds_people(string note, int[] expected) =>
        Assert.Equal(expected, MentionText.Suggest(note, People, 10).Select(p => p.Id));

    [Fact]
    public void A_press_completes_the_name_and_goes_on_behind_it()
    {
        Assert.Equal("Ask @Neha Kulkarni ", MentionText.Complete("Ask @neh", People[1]));
        Assert.Equal("Ask", MentionText.Complete("Ask", People[1]));
    }
}
