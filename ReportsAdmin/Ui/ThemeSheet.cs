using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace ReportsAdmin.Ui;

/// <summary>
/// The theme as one cacheable style sheet with both palettes. No page carries it, nothing flashes, the choice of the system is
/// followed without script, and static pages look the same. MudThemeProvider, which would write it into each page, is rendered
/// once, at the first request.
/// </summary>
public sealed partial class ThemeSheet(IServiceProvider services, ILoggerFactory logs)
{
    private readonly Lazy<Task<StyleSheet>> sheet = new(() => MakeAsync(services, logs));

    /// <summary>The sheet; made at the first call.</summary>
    public Task<StyleSheet> SheetAsync() => sheet.Value;

    private static async Task<StyleSheet> MakeAsync(IServiceProvider services, ILoggerFactory logs)
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        var light = await VariablesAsync(renderer, dark: false);
        var differing = string.Join('\n', (await VariablesAsync(renderer, dark: true)).Except(light));
        return new StyleSheet(
            $$"""
            :root {
            {{string.Join('\n', light)}}
            }
            @media not print {
            :root[data-theme=dark] {
            {{differing}}
            }
            }
            @media screen and (prefers-color-scheme: dark) {
            :root[data-theme=system] {
            {{differing}}
            }
            }

            """
        );
    }

    private static Task<string[]> VariablesAsync(HtmlRenderer renderer, bool dark) =>
        renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?>
            {
                [nameof(MudThemeProvider.Theme)] = Theme.Mud,
                [nameof(MudThemeProvider.IsDarkMode)] = dark,
                [nameof(MudThemeProvider.DefaultScrollbar)] = true,
                [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
            };
            var output = await renderer.RenderComponentAsync<MudThemeProvider>(
                ParameterView.FromDictionary(parameters)
            );
            var text = System.Net.WebUtility.HtmlDecode(output.ToHtmlString());
            return Variable().Matches(text).Select(m => m.Value).ToArray();
        });

    [GeneratedRegex(@"--mud[\w-]+:[^;]+;")]
    private static partial Regex Variable();
}
