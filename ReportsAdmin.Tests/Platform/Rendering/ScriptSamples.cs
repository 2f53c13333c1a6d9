using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <param name="Name">As in the name of the font.</param>
/// <param name="Sentence">Farmers paid on time, or the like.</param>
/// <param name="Conjunct">Three letters that are drawn as one or two glyphs.</param>
internal sealed record ScriptSample(string Name, string Language, string Sentence, string Conjunct);

/// <summary>Sentences in every script of the company.</summary>
internal static class ScriptSamples
{
    public const string Latin = "Café Zürich, São Paulo and Łódź paid ₹1,250 – naïve façade.";
    public const string Symbols = "✓ ✗ → ≤ ★ ☑";

    public static readonly ScriptSample[] All =
    [
        new("Devanagari", "hi-IN", "किसानों ने क्षेत्र में समय पर भुगतान किया।", "क्ष"),
        new("Bengali", "bn-IN", "কৃষকেরা ক্ষেতের ফসল বিক্রি করে টাকা দিয়েছেন।", "ক্ষ"),
        new("Gurmukhi", "pa-IN", "ਕਿਸਾਨਾਂ ਨੇ ਸਮੇਂ ਸਿਰ ਪ੍ਰਵਾਨਿਤ ਭੁਗਤਾਨ ਕੀਤਾ।", "ਪ੍ਰ"),
        new("Gujarati", "gu-IN", "ખેડૂતોએ ક્ષેત્રમાં સમયસર ચુકવણી કરી છે.", "ક્ષ"),
        new("Oriya", "or-IN", "କୃଷକମାନେ କ୍ଷେତ୍ରରେ ଠିକ୍ ସମୟରେ ଦେୟ ପ୍ରଦାନ କରିଛନ୍ତି।", "କ୍ଷ"),
        new("Tamil", "ta-IN", "விவசாயிகள் சரியான நேரத்தில் பணம் செலுத்தினர், லக்ஷ்மி.", "க்ஷ"),
        new("Telugu", "te-IN", "రైతులు క్షేత్రంలో సకాలంలో చెల్లింపులు చేశారు.", "క్ష"),
        new("Kannada", "kn-IN", "ರೈತರು ಕ್ಷೇತ್ರದಲ್ಲಿ ಸಮಯಕ್ಕೆ ಸರಿಯಾಗಿ ಹಣ ಪಾವತಿಸಿದ್ದಾರೆ.", "ಕ್ಷ"),
        new("Malayalam", "ml-IN", "കർഷകർ കൃത്യസമയത്ത് പണം അടച്ചു, ക്ഷേത്രം കൊള്ളാം.", "ക്ഷ"),
    ];

    public static ScriptSample Of(string name) => All.Single(s => s.Name == name);

    /// <summary>A report with the text as title (bold), heading, key figure, head and cell of a table, and a legend of a chart.</summary>
    public static ReportDocument Everywhere(string text) =>
        PdfSamples.Of(
            new HeadingBlock(text),
            new ParagraphBlock(text),
            new KeyFiguresBlock([new(text, ReportCell.OfText(text), text)]),
            new ChartBlock("Chart", ChartKind.Bar, [text, "B"], [new(text, [1, 2]), new("Other", [2, 1])], "A chart."),
            Table(text)
        ) with
        {
            Title = text,
            Subtitle = null,
        };

    public static TableBlock Table(params string[] texts) =>
        new(
            "Table",
            [
                new("wrapped", texts[0], ColumnType.Text, 24, Wrap: true),
                new("amount", "Amount", ColumnType.Money, 14, Total: true),
            ],
            () => RowSources.Of(texts, (row, text) =>
                {
                    row.Text(text);
                    row.Money(1_25_000_00);
                }),
            texts.Length
        );

    /// <summary>A page with all scripts, for a person to look at: each sentence as running text, in bold and in a narrow cell.</summary>
    public static ReportDocument Page() =>
        PdfSamples.Of([
            .. All.SelectMany(s => new Block[] { new HeadingBlock(s.Sentence, 3), new ParagraphBlock(s.Sentence) }),
            new ParagraphBlock($"{Latin} {Symbols} Cafe\u0301 \U0001F600"),
            Table([.. All.Select(s => s.Sentence), Symbols]),
        ]) with
        {
            Title = "Nine scripts: " + string.Join(' ', All.Select(s => s.Conjunct)),
            Subtitle = null,
            Parameters = [],
        };
}
