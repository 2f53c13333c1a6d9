using System.Text.RegularExpressions;
using ReportsAdmin.Features;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>What the markup names must lie in the assets: a missing icon is an empty square that nobody reports.</summary>
public sealed partial class AssetTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Every_icon_that_is_named_is_in_the_sprite()
    {
        var sprite = File.ReadAllText(Path.Combine(Root, "wwwroot-assets", "img", "icons.svg"));
        var named = Directory
            .EnumerateFiles(Path.Combine(Root, "ReportsAdmin"), "*.razor", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f =>
            {
                var text = File.ReadAllText(f);
                return IconName()
                    .Matches(text)
                    .Concat(ChosenIcon().Matches(text).SelectMany(m => QuotedName().Matches(m.Groups[1].Value)))
                    .Select(m => m.Groups[1].Value);
            })
            .Concat(AllFeatures.List.SelectMany(f => f.Menu).Select(m => m.Icon))
            .Distinct();

        Assert.Equal(
            "",
            string.Join(", ", named.Where(n => !sprite.Contains($"id=\"{n}\"", StringComparison.Ordinal)))
        );
    }

    [Fact]
    public void Nothing_is_fetched_from_another_host()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Root, "wwwroot-assets"), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".css", StringComparison.Ordinal) || f.EndsWith(".js", StringComparison.Ordinal))
            .Append(Path.Combine(Root, "ReportsAdmin", "Ui", "Shell", "App.razor"));

        Assert.Equal("", string.Join(", ", files.Where(f => Foreign().IsMatch(File.ReadAllText(f)))));
    }

    [Fact]
    public void Vendored_things_carry_their_licence()
    {
        Assert.Contains(
            "SIL Open Font License",
            File.ReadAllText(Path.Combine(Root, "wwwroot-assets", "fonts", "Inter-OFL.txt")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Apache License",
            File.ReadAllText(Path.Combine(Root, "wwwroot-assets", "img", "MaterialSymbols-LICENSE.txt")),
            StringComparison.Ordinal
        );
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ReportsAdmin.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The solution's folder is not above the tests.");
    }

    [GeneratedRegex("""(?:<Icon Name|\bIcon)="([a-z_0-9]+)""")]
    private static partial Regex IconName();

    /// <summary>A choice between names: the quoted texts in it.</summary>
    [GeneratedRegex(@"<Icon Name=""@\((.*?)\)""")]
    private static partial Regex ChosenIcon();

    [GeneratedRegex(@"""([a-z_0-9]+)""")]
    private static partial Regex QuotedName();

    [GeneratedRegex("""(?:url\(|src="|href="|import )["']?(?:https?:)?//""")]
    private static partial Regex Foreign();
}
