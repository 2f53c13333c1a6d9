using System.Text.RegularExpressions;
using Xunit;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>Rules of markup that no compiler checks.</summary>
public sealed partial class MarkupTests
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

    /// <remarks>
    /// What a press awaits can be pressed again before it has ended. Opening or closing a dialog and the builder's steps, which a
    /// person presses quickly on purpose, are no commands.
    /// </remarks>
    [Fact]
    public void What_a_button_awaits_is_a_command()
    {
        var buttons = SourceModel
            .Instance.RazorLines()
            .SelectMany(l =>
                Buttons().Matches(l.Text).Select(m => (l.File, Kind: m.Groups[1].Value, Act: m.Groups[2].Value))
            )
            .Where(b => b.Act.Contains("Async", StringComparison.Ordinal) && !NoCommand().IsMatch(b.Act))
            .ToList();

        Assert.Contains(buttons, b => b.Kind == "CommandButton");
        Assert.DoesNotContain(buttons, b => b.Kind.StartsWith("Mud", StringComparison.Ordinal));
    }

    [GeneratedRegex(
        "<(MudButton|MudIconButton|CommandButton|CommandIconButton)\\b(?:[^>\"]|\"[^\"]*\")*?OnClick=\"([^\"]*)\""
    )]
    private static partial Regex Buttons();

    [GeneratedRegex(
        @"\w!\.(Open|Close)Async\(|^\(\) => (Moved|Copied|Removed|Undone|Redone|Previewed|Closed)\.InvokeAsync|^(Discard|Reset)Async$|(AddRow|AddItem|Compare|Copy)Async\("
    )]
    private static partial Regex NoCommand();
}
