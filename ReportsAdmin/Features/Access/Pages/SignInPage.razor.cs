using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.Access.ExternalLogins;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>Takes email and password and sets the session cookie. Rendered on the server alone: a cookie needs a response.</summary>
public sealed partial class SignInPage
{
    private string? problem;
    private string? demoPassword;
    private bool showsDemo;

    [SupplyParameterFromForm]
    private SignInForm? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    /// <summary>"failed" when the company's provider sent nobody back whom we know.</summary>
    [SupplyParameterFromQuery(Name = "company")]
    private string? CompanyAnswer { get; set; }

    /// <summary>A demo account to fill in; understood in Development only.</summary>
    [SupplyParameterFromQuery]
    private string? As { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SignIn SignIn { get; set; } = null!;

    [Inject]
    private CompanySignIn Company { get; set; } = null!;

    [Inject]
    private SecondStep SecondStep { get; set; } = null!;

    [Inject]
    private AccountMails Mails { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    [Inject]
    private IWebHostEnvironment Environment { get; set; } = null!;

    [Inject]
    private IConfiguration Configuration { get; set; } = null!;

    protected override void OnInitialized()
    {
        Input ??= new SignInForm();
        showsDemo = Environment.IsDevelopment() && Configuration.Read<DemoOptions>().Enabled;
        if (HttpMethods.IsPost(Http.Request.Method))
            return;
        if (Company.Options is { } provider && CompanyAnswer is not null)
            problem =
                $"Sign-in with {provider.Name} did not work. Ask your administrator whether you have an account here.";
        if (showsDemo && AccessDemo.Accounts.Any(a => a.Email == As))
            (Input.Email, demoPassword) = (As, AccessDemo.Password);
        else if (Http.User.Identity is { IsAuthenticated: true })
            Nav.NavigateTo(LocalAddress.Of(ReturnUrl));
    }

    private async Task SubmitAsync()
    {
        SignedIn? user = null;
        try
        {
            user = await SignIn.CheckAsync(
                Input!.Email ?? "",
                Input.Password ?? "",
                SessionOrigin.Of(Http),
                Http.RequestAborted
            );
        }
        catch (DomainException error) when (error.Kind == ErrorKind.TooMany)
        {
            problem = error.Message;
            Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        if (user is null)
        {
            problem = SignIn.WrongWords;
            Http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        Nav.NavigateTo(await SecondStep.ContinueAsync(Http, user, ReturnUrl));
    }

    private string Fill(string email) =>
        $"/sign-in?as={Uri.EscapeDataString(email)}&returnUrl={Uri.EscapeDataString(LocalAddress.Of(ReturnUrl))}";
}

/// <summary>What the sign-in form sends.</summary>
public sealed class SignInForm
{
    public string? Email { get; set; }

    public string? Password { get; set; }
}
