using System.Text.Json.Nodes;
using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>A section as it is shown to the person filling it in; one entry unless it repeats.</summary>
public sealed record ShownSection(FormSection Section, IReadOnlyList<ShownEntry> Entries, string? Problem)
{
    public bool MayAdd => Section.Repeat is { } repeat && Entries.Count < repeat.Max;

    public bool MayRemove => Section.Repeat is { } repeat && Entries.Count > repeat.Min;
}

/// <param name="Key">Stays with the entry when one before it is removed.</param>
public sealed record ShownEntry(int Index, string Key, IReadOnlyList<ShownField> Fields);

/// <param name="Place">Of the answer: <c>name</c>, <c>items[2].price</c>.</param>
public sealed record ShownField(FormField Field, string Place, JsonNode? Answer, string? Problem);

/// <summary>A file that is attached to an answer.</summary>
public sealed record AttachedFile(string Name, long Size);
