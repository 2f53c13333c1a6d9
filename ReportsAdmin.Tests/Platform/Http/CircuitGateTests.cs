using System.Net.WebSockets;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>Circuits are for pages of this site, and so many at once for one caller.</summary>
public sealed class CircuitGateTests : IAsyncLifetime
{
    private readonly TestApp app = new TestApp().With("Circuits:MaxPerAddress", "2");

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("null")]
    public async Task A_page_of_another_site_is_refused(string origin)
    {
        using var socket = new ClientWebSocket();

        var error = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(socket, origin));

        Assert.Contains("403", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_even_negotiate()
    {
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://evil.example");

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task An_address_opens_so_many_at_once_and_again_when_one_is_closed()
    {
        using var first = new ClientWebSocket();
        using var second = new ClientWebSocket();
        using var third = new ClientWebSocket();
        await ConnectAsync(first, app.Address);
        await ConnectAsync(second, null);

        var error = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(third, app.Address));

        Assert.Contains("429", error.Message, StringComparison.Ordinal);
        first.Abort();
        await OpensAsync();
    }

    private async Task OpensAsync()
    {
        for (var i = 0; i < 600; i++)
        {
            using var socket = new ClientWebSocket();
            try
            {
                await ConnectAsync(socket, app.Address);
                return;
            }
            catch (WebSocketException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail("The closed page is still counted.");
    }

    private Task ConnectAsync(ClientWebSocket socket, string? origin)
    {
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin.TrimEnd('/'));
        return socket.ConnectAsync(
            new Uri(app.Address.Replace("http://", "ws://", StringComparison.Ordinal).TrimEnd('/') + "/_blazor"),
            CancellationToken.None
        );
    }
}
