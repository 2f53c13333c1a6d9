using System.Net;

namespace ReportsAdmin.Tests.Support;

/// <summary>A browser without script: it keeps cookies and posts the forms of static pages, and shows redirects as they are.</summary>
internal sealed class FormBrowser : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient client;
    private readonly Uri address;

    public FormBrowser(TestApp app)
    {
        address = new Uri(app.Address);
        client = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = address,
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>The value of a cookie that the browser has; null without it.</summary>
    public string? Cookie(string name) =>
        cookies.GetAllCookies().FirstOrDefault(c => c.Name == name && !c.Expired && c.Value.Length > 0)?.Value;

    public void Set(string name, string value, string path) => cookies.Add(new Cookie(name, value, path, address.Host));

    /// <summary>Where the sign-in page sends the browser; empty when it stays.</summary>
    public async Task<string> SignInAsync(string email, string password, string returnUrl)
    {
        var answer = await PostAsync(
            $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
            "sign-in",
            ("Input.Email", email),
            ("Input.Password", password)
        );
        return answer.Headers.Location?.ToString() ?? "";
    }

    /// <summary>Opens a page and posts its form.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string path,
        string form,
        params (string Name, string Value)[] fields
    ) => await PostAsync(path, form, await ReadAsync(path), fields);

    /// <summary>Posts the form of a page that was opened before.</summary>
    public Task<HttpResponseMessage> PostAsync(
        string path,
        string form,
        string page,
        params (string Name, string Value)[] fields
    ) => client.PostAsync(path, HtmlForm.Fields(page, [("_handler", form), .. fields]));

    public async Task<string> ReadAsync(string path) => await (await client.GetAsync(path)).Content.ReadAsStringAsync();

    public async Task<HttpStatusCode> StatusAsync(string path) => (await client.GetAsync(path)).StatusCode;

    /// <summary>Where an address leads: itself, or the target of its redirect.</summary>
    public async Task<(string Path, string PathAndQuery)> GetAsync(string path)
    {
        var answer = await client.GetAsync(path);
        var target = answer.Headers.Location is { } location ? new Uri(address, location) : new Uri(address, path);
        return (target.AbsolutePath, target.PathAndQuery);
    }

    /// <summary>Sends a request as no form of a page would.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        client.SendAsync(new HttpRequestMessage(method, path));

    public void Dispose() => client.Dispose();
}
