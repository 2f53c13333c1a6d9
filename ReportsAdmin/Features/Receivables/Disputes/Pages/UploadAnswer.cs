using System.Text.Json;

namespace ReportsAdmin.Features.Receivables.Disputes.Pages;

/// <summary>Reads the answer of the endpoint for files.</summary>
internal static class UploadAnswer
{
    /// <param name="status">0: the connection broke; -1: the person cancelled.</param>
    /// <returns>Null when the file was taken, and when the person cancelled.</returns>
    public static string? ProblemOf(int status, string body)
    {
        switch (status)
        {
            case -1 or (>= 200 and < 300):
                return null;
            case 0:
                return "The connection broke. Choose the file again.";
            case 413:
                return "The file is too large.";
            default:
                try
                {
                    using var answer = JsonDocument.Parse(body);
                    return
                        answer.RootElement.TryGetProperty("message", out var message)
                        && message.ValueKind == JsonValueKind.String
                        ? message.GetString()
                        : NotTaken;
                }
                catch (JsonException)
                {
                    return NotTaken;
                }
        }
    }

    private const string NotTaken = "The file was not accepted. Try again in a moment.";
}
