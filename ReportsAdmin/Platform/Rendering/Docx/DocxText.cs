using ReportsAdmin.Platform.Spreadsheets.Writing;
using static System.FormattableString;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>Paragraphs and runs of a Word document.</summary>
internal sealed class DocxText(Utf8Sink sink)
{
    /// <summary>A paragraph in a style; line breaks and tabs are kept.</summary>
    /// <param name="characterStyle">Of its run; null for none.</param>
    /// <param name="properties">Further paragraph properties.</param>
    /// <param name="size">In half points; 0 for that of the style.</param>
    public void Paragraph(
        string style,
        ReadOnlySpan<char> text,
        string? characterStyle = null,
        string properties = "",
        int size = 0
    )
    {
        sink.Write("<w:p><w:pPr><w:pStyle w:val=\""u8);
        sink.Write(style);
        sink.Write("\"/>"u8);
        sink.Write(properties);
        sink.Write("</w:pPr>"u8);
        Run(text, characterStyle, size);
        sink.Write("</w:p>"u8);
    }

    /// <summary>One run for each script in the text, so that Word takes the font that has it.</summary>
    /// <param name="size">Of a figure, in half points; 0 for that of the style.</param>
    public void Run(ReadOnlySpan<char> text, string? characterStyle, int size = 0)
    {
        if (DocxScripts.IsPlain(text))
        {
            var sized = size == 0 ? "" : Invariant($"<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
            RunOfOneFont(text, characterStyle, sized);
            return;
        }

        while (text.Length > 0)
        {
            var length = DocxScripts.Next(text, out var properties);
            RunOfOneFont(text[..length], characterStyle, properties);
            text = text[length..];
        }
    }

    /// <param name="properties">Of the run, behind its style.</param>
    private void RunOfOneFont(ReadOnlySpan<char> text, string? characterStyle, string properties)
    {
        if (text.Length == 0)
            return;
        sink.Write("<w:r>"u8);
        if (characterStyle is not null || properties.Length > 0)
        {
            sink.Write("<w:rPr>"u8);
            if (characterStyle is not null)
            {
                sink.Write("<w:rStyle w:val=\""u8);
                sink.Write(characterStyle);
                sink.Write("\"/>"u8);
            }

            sink.Write(properties);
            sink.Write("</w:rPr>"u8);
        }

        while (true)
        {
            var at = text.IndexOfAny('\n', '\r', '\t');
            if (at != 0)
                Piece(at < 0 ? text : text[..at]);
            if (at < 0)
                break;
            // A pair of return and line feed is one break.
            if (text[at] == '\t')
                sink.Write("<w:tab/>"u8);
            else if (text[at] == '\n' || at + 1 == text.Length || text[at + 1] != '\n')
                sink.Write("<w:br/>"u8);
            text = text[(at + 1)..];
        }

        sink.Write("</w:r>"u8);
    }

    private void Piece(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return;
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            sink.Write("<w:t xml:space=\"preserve\">"u8);
        else
            sink.Write("<w:t>"u8);
        sink.EscapePlain(text);
        sink.Write("</w:t>"u8);
    }
}
