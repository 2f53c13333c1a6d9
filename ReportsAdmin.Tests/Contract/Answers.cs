using System.Net;
using System.Text.Json;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Answers of the API as tests read them.</summary>
internal static class Answers
{
    /// <summary>The content of an answer that must be a success.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>The error of a refusal in the format of <c>/api/v2</c>.</summary>
    public static async Task<JsonElement> RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        var root = JsonDocument.Parse(text).RootElement.Clone();
        Assert.False(root.GetProperty("success").GetBoolean());
        Assert.Equal(code, root.GetProperty("error").GetProperty("code").GetString());
        return root.GetProperty("error");
    }

    /// <summary>That the answer refuses a field by its name.</summary>
    public static async Task RefusesFieldAsync(HttpResponseMessage answer, string field)
    {
        var error = await RefusedAsync(answer, HttpStatusCode.BadRequest, "INVALID_PARAMETERS");
        Assert.True(error.GetProperty("details").TryGetProperty(field, out _), error.ToString());
    }
}
