using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Rendering.Excel;

/// <summary>Lines of text on a sheet that is laid out as a page. The first column is its margin.</summary>
/// <param name="last">The last column that text runs across, from 0.</param>
/// <param name="characters">That fit in one line of ordinary text.</param>
internal sealed class PageLayout(PageSheet page, int last, int characters)
{
    public const double Line = 15;

    // Excel's tallest row holds 27 lines, so a longer text takes several rows.
    private const int MaxLines = 25;

    private SheetPart Cells => page.Cells;

    /// <summary>Text over the whole width, wrapped, its line breaks kept.</summary>
    /// <param name="scale">Size of the font as a multiple of the ordinary one.</param>
    public void Text(string text, int style, double scale = 1)
    {
        var perLine = Math.Max(1, (int)(characters / scale));
        var height = Line * Math.Max(1, scale * 1.05);
        var most = (int)(MaxLines * Line / height);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            foreach (var piece in Pieces(line, perLine * most))
            {
                Cells.BeginRow(Lines(piece, perLine) * height);
                Cells.Skip();
                Put(piece, style);
                for (var i = 2; i <= last; i++)
                    Cells.Blank(style);
                page.Merge(1, last);
                Cells.EndRow();
            }
        }
    }

    /// <summary>A label, and its value over the rest of the width.</summary>
    /// <param name="valueCharacters">That fit in one line of the value.</param>
    public void Fact(string label, string value, int valueCharacters)
    {
        var first = true;
        foreach (var piece in Pieces(value.ReplaceLineEndings(" "), valueCharacters * MaxLines))
        {
            Cells.BeginRow(Lines(piece, valueCharacters) * Line);
            Cells.Skip();
            Put(first ? label : "", PageStyles.Label);
            Put(piece, PageStyles.Value);
            for (var i = 3; i <= last; i++)
                Cells.Blank(PageStyles.Value);
            if (last > 2)
                page.Merge(2, last);
            Cells.EndRow();
            first = false;
        }
    }

    /// <summary>A heading with a hairline across the page.</summary>
    public void Heading(string text)
    {
        Cells.SkipRows(1);
        Cells.BeginRow(21);
        Cells.Skip();
        Put(text, PageStyles.Heading);
        for (var i = 2; i <= last; i++)
            Cells.Blank(PageStyles.Heading);
        Cells.EndRow();
    }

    public void Subheading(string text)
    {
        Cells.BeginRow(19);
        Cells.Skip();
        Put(text, PageStyles.Subheading);
        Cells.EndRow();
    }

    /// <summary>One cell; an empty one keeps its style.</summary>
    public void Put(string? text, int style)
    {
        if (string.IsNullOrEmpty(text))
            Cells.Blank(style);
        else
            Cells.Text(text, style, share: false);
    }

    private static int Lines(string text, int perLine) => Math.Max(1, (text.Length + perLine - 1) / perLine);

    /// <summary>Cut at blanks where there are any, never inside a character.</summary>
    private static IEnumerable<string> Pieces(string text, int length)
    {
        var from = 0;
        while (text.Length - from > length)
        {
            var last = from + length - 1;
            var to =
                text.LastIndexOf(' ', last, length / 2) is > 0 and var blank ? blank + 1
                : char.IsHighSurrogate(text[last]) ? last
                : last + 1;
            yield return text[from..to].TrimEnd(' ');
            from = to;
        }

        yield return text[from..];
    }
}
