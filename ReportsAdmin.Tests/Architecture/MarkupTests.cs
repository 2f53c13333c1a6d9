using Xunit;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>Rules of markup that no compiler checks.</summary>
public sealed class MarkupTests
{
    /// <remarks>
    /// With <c>value="@text" @oninput</c> the server sends each letter back and overwrites what was typed in the
    /// meantime; <c>@bind</c> tells the renderer what the browser already shows.
    /// </remarks>
    [Fact]
    public void Text_that_is_read_while_typing_is_bound()
    {
        var lines = SourceModel.Instance.RazorLines().ToList();

        Assert.Contains(lines, l => l.Text.Contains("@bind:event=\"oninput\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Text.Contains("@oninput", StringComparison.Ordinal));
    }
}
