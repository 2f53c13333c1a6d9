using System.Text.Json;

namespace ReportsAdmin.Features.Documents.Templates;

/// <summary>
/// How content is laid out. <c>default</c> takes it key by key; <c>business_report</c> sets the leading figures apart at the top; people
/// make others from these two.
/// </summary>
/// <param name="LeadingFigures">The first numbers stand as large figures at the head of the report.</param>
/// <param name="Intro">Text above the content.</param>
/// <param name="Closing">Text below it.</param>
/// <param name="Labels">Key → what is shown for it.</param>
/// <param name="Hidden">Keys that are left out, wherever they occur.</param>
/// <param name="First">Keys of the top level that come first, in this order.</param>
/// <param name="Rupees">Keys whose numbers are rupees.</param>
public sealed record DocumentTemplateDefinition(
    bool LeadingFigures = false,
    string Intro = "",
    string Closing = "",
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyList<string>? Hidden = null,
    IReadOnlyList<string>? First = null,
    IReadOnlyList<string>? Rupees = null
)
{
    public const string Default = "default";
    public const string Business = "business_report";

    private static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web);

    /// <summary>The layouts that every installation has.</summary>
    public static readonly IReadOnlyDictionary<string, (string Title, DocumentTemplateDefinition Definition)> BuiltIn =
        new Dictionary<string, (string, DocumentTemplateDefinition)>(StringComparer.Ordinal)
        {
            [Default] = ("Plain", new DocumentTemplateDefinition()),
            [Business] = ("Business report", new DocumentTemplateDefinition(LeadingFigures: true)),
        };

    public static DocumentTemplateDefinition FromJson(string json) =>
        JsonSerializer.Deserialize<DocumentTemplateDefinition>(json, Spelling) ?? new DocumentTemplateDefinition();

    public string ToJson() => JsonSerializer.Serialize(this, Spelling);

    public bool Shows(string key) => Hidden?.Contains(key, StringComparer.Ordinal) != true;

    public bool IsRupees(string key) => Rupees?.Contains(key, StringComparer.Ordinal) == true;

    /// <summary>What is shown for a key: the layout's word, else the key as words: <c>sales_data</c> and <c>salesData</c> are "Sales data".</summary>
    public string LabelOf(string key)
    {
        if (Labels?.TryGetValue(key, out var label) == true)
            return label;
        var words = new System.Text.StringBuilder(key.Length + 4);
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            if (c is '_' or '-' or ' ')
                words.Append(' ');
            else if (i > 0 && char.IsUpper(c) && char.IsLower(key[i - 1]))
                words.Append(' ').Append(char.ToLowerInvariant(c));
            else
                words.Append(c);
        }

        var text = words.ToString().Trim();
        return text.Length == 0 ? "(no name)" : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
