using ReportsAdmin.Features.Imports.Staging;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>A key stands for a text, and two texts do not share one.</summary>
public sealed class RecordKeyTests
{
    [Fact]
    public void Numbers_that_count_up_have_different_keys()
    {
        var keys = Enumerable.Range(0, 200_000).Select(i => RecordKey.Of($"000123 · SI/25-26/{i:000000}")).ToHashSet();

        Assert.Equal(200_000, keys.Count);
    }

    [Theory]
    [InlineData("", "\0")]
    [InlineData("a", "a\0")]
    [InlineData("12345678", "12345678\0\0\0\0\0\0\0\0")]
    [InlineData("abcdefgh12345678", "12345678abcdefgh")]
    [InlineData("si/1", "SI/1")]
    public void Texts_that_differ_have_different_keys(string one, string other)
    {
        Assert.NotEqual(RecordKey.Of(one), RecordKey.Of(other));
    }

    [Fact]
    public void Letter_case_is_nothing_where_it_is_to_be_nothing()
    {
        var text = new string('ä', 300) + "/si";

        Assert.Equal(RecordKey.OfAnyCase(text), RecordKey.OfAnyCase(text.ToUpperInvariant()));
        Assert.Equal(RecordKey.OfAnyCase("c-1", "si/1"), RecordKey.OfAnyCase("C-1", "SI/1"));
        Assert.NotEqual(RecordKey.OfAnyCase("c-1", "si/1"), RecordKey.OfAnyCase("c-1s", "i/1"));
    }
}
