using System.Text.Json;
using ReportsAdmin.Features.Forms.Intake;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Reads the response of the endpoint for files.</summary>
internal static class FileAnswers
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <param name="status">0: the connection broke; -1: the person cancelled.</param>
    public static (TakenFile? Taken, string? Problem) Read(int status, string body)
    {
        if (status == -1)
            return (null, null);
        if (status == 0)
            return (null, "The connection broke. Choose the file again.");
        try
        {
            if (status is >= 200 and < 300)
                return (JsonSerializer.Deserialize<TakenFile>(body, Snake), null);
            using var answer = JsonDocument.Parse(body);
            return (
                null,
                answer.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
                    ? error.GetString()
                    : "The file was not accepted."
            );
        }
        catch (JsonException)
        {
            return (
                null,
                status == 413 ? "The file is too large." : "The file was not accepted. Try again in a moment."
            );
        }
    }
}
