using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>The endpoint of circuits is open, since public forms need one (Decisions/0016-public-forms.md): within a circuit a page is guarded by its own attribute alone.</summary>
public sealed class OpenPagesTests
{
    [Fact]
    public void Every_page_asks_for_a_person_but_those_that_strangers_may_see()
    {
        var pages = typeof(Program)
            .Assembly.GetTypes()
            .Where(t => t.GetCustomAttributes<RouteAttribute>().Any())
            .ToList();
        Assert.True(pages.Count > 30, $"Only {pages.Count} pages were found.");
        var open = pages
            .Where(p =>
                !p.GetCustomAttributes(inherit: true).OfType<IAuthorizeData>().Any()
                || p.GetCustomAttributes(inherit: true).OfType<IAllowAnonymous>().Any()
            )
            .Select(p => p.Name)
            .Order();
        Assert.Equal(
            [
                "AccountLinkPage",
                "ErrorPage",
                "FirstAdminPage",
                "ForgotPasswordPage",
                "NotFoundPage",
                "PreparingPage",
                "PublicFormPage",
                "SecondFactorSetupPage",
                "SecondStepPage",
                "SignInPage",
            ],
            open
        );
    }
}
