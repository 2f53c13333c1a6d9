using Microsoft.AspNetCore.Http;
using ReportsAdmin.Ui;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

public sealed class LookTests
{
    [Fact]
    public void Known_words_of_the_cookies_pass()
    {
        Assert.Equal(new Look("dark", "compact", "mini"), Of("Theme=dark; Density=compact; Nav=mini"));
    }

    [Fact]
    public void Without_cookies_and_for_unknown_words_the_defaults_hold()
    {
        Assert.Equal(new Look("system", "cosy", "full"), Of(""));
        Assert.Equal(new Look("system", "cosy", "full"), Of("Theme=%22%3E%3Cscript%3E; Density=tiny; Nav=open"));
    }

    private static Look Of(string cookies)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = cookies;
        return Look.Of(http.Request.Cookies);
    }
}
