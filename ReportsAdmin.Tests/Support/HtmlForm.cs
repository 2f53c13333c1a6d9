using System.Text.RegularExpressions;

namespace ReportsAdmin.Tests.Support;

/// <summary>What a browser sends for a form of a static page.</summary>
internal static class HtmlForm
{
    /// <param name="html">The page, whose token against forged requests is sent with the fields.</param>
    public static FormUrlEncodedContent Fields(string html, params (string Name, string Value)[] fields) =>
        new(
            fields
                .Select(f => KeyValuePair.Create(f.Name, f.Value))
                .Append(
                    KeyValuePair.Create(
                        "__RequestVerificationToken",
                        Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value
                    )
                )
        );
}
