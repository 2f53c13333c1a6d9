using System.Text.Json;
using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Unsaved edits that the browser keeps, so that a lost connection or a restarted server does not lose them.</summary>
public sealed partial class BuilderState
{
    /// <summary>The unsaved edits for the browser to keep; empty when everything is saved.</summary>
    public string Pack() =>
        Dirty
            ? JsonSerializer.Serialize(
                new Kept(Revision, Title, Description, Draft.ToJson(), [.. unnamed]),
                JsonSerializerOptions.Web
            )
            : "";

    /// <summary>
    /// Takes over what <see cref="Pack"/> wrote, as a change that can be undone. The revision is the one that the edits were
    /// based on: saving them over a newer one is refused.
    /// </summary>
    /// <returns>False when there is nothing to take over.</returns>
    public bool Unpack(string? packed)
    {
        if (string.IsNullOrEmpty(packed) || Dirty || Parse(packed) is not { } kept)
            return false;
        Edit(() =>
            (Title, Description, Draft, Revision, unnamed, Selected) = (
                kept.Title,
                kept.Description,
                FormDefinition.FromJson(kept.Draft),
                kept.Revision,
                new(kept.Unnamed, StringComparer.Ordinal),
                null
            )
        );
        return Dirty;
    }

    private static Kept? Parse(string packed)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(packed, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Kept(int Revision, string Title, string Description, string Draft, string[] Unnamed);
}
