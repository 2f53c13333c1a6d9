using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Forms;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>What strangers send by the page and by the endpoint is counted together, for each address.</summary>
public sealed class PublicLimitTests : IAsyncLifetime
{
    private const int Limit = 3;

    private readonly FakeClock clock = new();
    private TestApp app = null!;
    private string token = "";

    public async ValueTask InitializeAsync()
    {
        app = await new TestApp()
            .With("RateLimits:Public", "3")
            .With(services => services.AddSingleton<TimeProvider>(clock))
            .StartAsync();
        var forms = app.Services.GetRequiredService<FormCommands>();
        var form = new FormDefinition([
            new FormSection("s", "") { Fields = [new("name", "Name", FieldTypes.Text, Required: true)] },
        ]);
        token = await forms.MakeLinkAsync(
            CurrentUser.System,
            await forms.CreateAsync(
                CurrentUser.System,
                new NewForm("Visit", null, form, Public: true, Publish: true),
                default
            ),
            "Everybody",
            false,
            default
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("/api/public/forms/{0}/files", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/forms/1/files", HttpStatusCode.Unauthorized)]
    public async Task A_body_of_the_wrong_kind_asks_only_where_one_must_sign_in_for_it(
        string address,
        HttpStatusCode expected
    )
    {
        using var stranger = app.Anonymous();
        using var body = new StringContent("<a/>", System.Text.Encoding.UTF8, "text/xml");
        var answer = await stranger.PostAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, address, token),
            body
        );
        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("\"success\":false", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_and_the_endpoint_share_one_budget_and_another_address_has_its_own()
    {
        using var here = app.Anonymous();
        Assert.Equal(HttpStatusCode.Created, await PostAsync(here));
        var page = await Browser.OpenAsync(app, 390, 844);
        await page.GotoAsync("/f/" + token);
        await Browser.LiveAsync(page);
        for (var sent = 1; sent < Limit; sent++)
        {
            await SubmitAsync(page, $"Asha {sent}");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Thank you" })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Fill in again" }).ClickAsync();
        }

        clock.Advance(TimeSpan.FromSeconds(15));
        await SubmitAsync(page, "Too many");
        await Expect(
                page.GetByText(
                    "Too much has been sent from your connection just now. Your answers are still here: submit them again in 65 seconds."
                )
            )
            .ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Too many");
        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(here));
        using var elsewhere = From(IPAddress.Parse("127.0.0.2"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(elsewhere));

        // A third of the next minute on, one of the three is forgotten; another third on, the next.
        clock.Advance(TimeSpan.FromSeconds(65));
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Thank you" })).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(here));
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(here));
    }

    [Fact]
    public async Task A_header_that_names_another_address_changes_nothing_and_circuits_without_a_page_share_one_count()
    {
        using var here = app.Anonymous();
        here.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        for (var i = 0; i < Limit; i++)
            Assert.Equal(HttpStatusCode.Created, await PostAsync(here));
        using var honest = app.Anonymous();
        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(honest));

        for (var i = 0; i < Limit; i++)
            Assert.Null(Circuit().Take(FormsFeature.PublicLimit));
        Assert.NotNull(Circuit().Take(FormsFeature.PublicLimit));

        CircuitRates Circuit() => app.Services.CreateScope().ServiceProvider.GetRequiredService<CircuitRates>();
    }

    private static async Task SubmitAsync(IPage page, string name)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
    }

    private async Task<HttpStatusCode> PostAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/public/forms/submit",
            new { token, data = new { name = "Usha" } }
        );
        return answer.StatusCode;
    }

    /// <summary>A client with an address of its own.</summary>
    private HttpClient From(IPAddress address) =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, ct) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(address, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new Uri(app.Address),
        };
}
