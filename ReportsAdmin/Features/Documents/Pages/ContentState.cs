using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Documents.Pages;

/// <summary>Content while it is edited, as a form and as JSON. Both change the same tree; text that is not valid JSON is kept as typed.</summary>
public sealed class ContentState
{
    public ContentState(JsonElement content)
    {
        Root = JsonObject.Create(content) ?? [];
        Text = Shown();
    }

    public JsonObject Root { get; private set; }

    /// <summary>The JSON as shown in the editor.</summary>
    public string Text { get; private set; }

    /// <summary>The error of the text as a sentence; null when the text is valid.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether anything was changed since it was opened.</summary>
    public bool Dirty { get; private set; }

    public JsonElement Content => JsonSerializer.SerializeToElement(Root);

    /// <summary>The content. Buttons check it when they are pressed instead of being disabled before: the press that leaves the corrected text would be lost.</summary>
    /// <exception cref="DomainException">Invalid, field <c>data</c>: the text is not valid.</exception>
    public JsonElement Require() => Problem is null ? Content : throw DomainException.Invalid("data", Problem);

    /// <summary>Takes the typed text. Content that is not allowed in a document is an error too.</summary>
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
