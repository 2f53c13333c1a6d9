using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Documents.Pages;

/// <summary>Content while somebody edits it, as a form and as JSON: both change the one tree, and a text that cannot be read is kept as it was typed.</summary>
public sealed class ContentState
{
    public ContentState(JsonElement content)
    {
        Root = JsonObject.Create(content) ?? [];
        Text = Shown();
    }

    public JsonObject Root { get; private set; }

    /// <summary>The JSON as it stands in the editor.</summary>
    public string Text { get; private set; }

    /// <summary>Where the text cannot be read, for a person; null when it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether anything was changed since it was opened.</summary>
    public bool Dirty { get; private set; }

    public JsonElement Content => JsonSerializer.SerializeToElement(Root);

    /// <summary>The content, or why there is none (invalid, field <c>data</c>). Buttons ask for it when pressed instead of being dead meanwhile: the press that leaves the corrected text would be lost.</summary>
    public JsonElement Require() => Problem is null ? Content : throw DomainException.Invalid("data", Problem);

    /// <summary>Takes what was typed. Content that no report may have is a problem too.</summary>
    public void Type(string text)
    {
        (Text, Dirty) = (text, true);
        try
        {
            var content = ReportContent.Read(text, "data");
            ReportContent.Check(content, "data");
            Root = JsonObject.Create(content)!;
            Problem = null;
        }
        catch (DomainException error)
        {
            Problem = error.Message;
        }
    }

    /// <summary>After the form changed the tree.</summary>
    public void Changed()
    {
        Dirty = true;
        (Text, Problem) = (Shown(), null);
    }

    private string Shown() => ReportContent.WriteIndented(JsonSerializer.SerializeToElement(Root));
}
