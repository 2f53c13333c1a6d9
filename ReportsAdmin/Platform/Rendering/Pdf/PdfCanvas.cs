using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Rendering.Pdf.Fonts;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>The operators of one page. Points; y is measured from the top of the page. Places are kept to a hundredth of a point.</summary>
internal sealed class PdfCanvas
{
    private static readonly byte[][] Shares =
    [
        .. Enumerable
            .Range(0, 256)
            .Select(v => Encoding.ASCII.GetBytes((v / 255.0).ToString("0.###", CultureInfo.InvariantCulture) + " ")),
    ];

    private readonly PdfBuffer content = new(1 << 15);
    private double height;
    private bool inText;
    private int penX;
    private int penY;
    private Ink fill;
    private Ink stroke;
    private byte[]? font;
    private int fontSize;
    private int lineWidth;

    public ReadOnlySpan<byte> Content => content.Written;

    /// <summary>Forgets the page before.</summary>
    public void Begin(double pageHeight)
    {
        content.Clear();
        (height, inText, font, fill, stroke, lineWidth) = (pageHeight, false, null, Ink.Black, Ink.Black, 100);
    }

    /// <summary>Texts up to <see cref="EndText"/> share one text object, which is shorter; only texts may come between.</summary>
    public void BeginText()
    {
        content.Put("BT\n"u8);
        (inText, penX, penY) = (true, 0, 0);
    }

    public void EndText()
    {
        content.Put("ET\n"u8);
        inText = false;
    }

    public void Fill(Ink ink)
    {
        if (ink == fill)
            return;
        fill = ink;
        Colour(ink, "g\n"u8, "rg\n"u8);
    }

    public void Stroke(Ink ink, double width)
    {
        if (ink != stroke)
            Colour(stroke = ink, "G\n"u8, "RG\n"u8);
        if (Hundredths(width) == lineWidth)
            return;
        content.Hundredths(lineWidth = Hundredths(width));
        content.Put(" w\n"u8);
    }

    public void Rectangle(double x, double y, double width, double tall)
    {
        Point(x, y + tall);
        Number(width);
        Number(tall);
        content.Put("re f\n"u8);
    }

    public void Line(double x1, double y1, double x2, double y2)
    {
        Point(x1, y1);
        content.Put("m "u8);
        Point(x2, y2);
        content.Put("l S\n"u8);
    }

    public void MoveTo(double x, double y)
    {
        Point(x, y);
        content.Put("m "u8);
    }

    public void LineTo(double x, double y)
    {
        Point(x, y);
        content.Put("l "u8);
    }

    public void CurveTo(double x1, double y1, double x2, double y2, double x3, double y3)
    {
        Point(x1, y1);
        Point(x2, y2);
        Point(x3, y3);
        content.Put("c "u8);
    }

    public void FillPath() => content.Put("h f\n"u8);

    /// <summary>Draws the path as a line with round corners.</summary>
    public void StrokePath() => content.Put("1 j S\n"u8);

    /// <param name="name">With its slash.</param>
    public void Image(string name, double x, double y, double width, double tall) =>
        Place(name, Hundredths(width), Hundredths(tall), x, y + tall);

    /// <summary>Draws a form in its own size, its origin at the point.</summary>
    public void Form(string name, double x, double y) => Place(name, 100, 100, x, y);

    /// <summary>Draws a text whose characters are all plain ones of the font; draws nothing and gives false for any other.</summary>
    public bool Text(FontSubset subset, ReadOnlySpan<char> text, double size, double x, double y)
    {
        var before = (content.Length, inText, font, fontSize, penX, penY);
        var own = Enter(subset, size, x, y);
        var room = content.Room(text.Length * 2 + 8);
        room[0] = (byte)'(';
        var at = 1;
        foreach (var c in text)
        {
            var known = subset.Lookup(c);
            if (known < 0)
            {
                content.Back(before.Length);
                (_, inText, font, fontSize, penX, penY) = before;
                return false;
            }

            // No code has a byte that would have to be escaped.
            BinaryPrimitives.WriteUInt16BigEndian(room[at..], (ushort)(known >> 16));
            at += 2;
        }

        ")Tj\n"u8.CopyTo(room[at..]);
        content.Advance(at + 4);
        if (own)
            EndText();
        return true;
    }

    /// <summary>A run whose glyphs may be placed one by one.</summary>
    public void Glyphs(TextRun run, double size, double x, double y)
    {
        var own = !inText;
        if (own)
            BeginText();
        if (run.Actual is { } actual)
        {
            content.Put("/Span<</ActualText "u8);
            content.Text(actual);
            content.Put(">>BDC\n"u8);
        }

        int advance = 0,
            natural = 0;
        var open = false;
        foreach (var glyph in run.Glyphs)
        {
            // Glyphs follow each other in one string as long as the font's own advances lead to the right place.
            if (!open || glyph.X != 0 || glyph.Y != 0 || advance != natural)
            {
                if (open)
                    content.Put(">Tj\n"u8);
                Enter(run.Font, size, x + (advance + glyph.X) * size / 1000, y - glyph.Y * size / 1000);
                content.Put((byte)'<');
                natural = advance + glyph.X;
                open = true;
            }

            content.Put(Convert.ToHexString([(byte)(glyph.Code >> 8), (byte)glyph.Code]));
            natural += glyph.Natural;
            advance += glyph.Advance;
        }

        if (open)
            content.Put(">Tj\n"u8);
        if (run.Actual is not null)
            content.Put("EMC\n"u8);
        if (own)
            EndText();
    }

    public void BeginMark(string kind, int mark)
    {
        content.Put((byte)'/');
        content.Put(kind);
        content.Put("<</MCID "u8);
        content.Put(mark);
        content.Put(">>BDC\n"u8);
    }

    public void BeginArtifact() => content.Put("/Artifact BMC\n"u8);

    public void EndMark() => content.Put("EMC\n"u8);

    /// <summary>Opens a text object if none is open, and moves to the place. True when the caller must close it.</summary>
    private bool Enter(FontSubset subset, double size, double x, double y)
    {
        var own = !inText;
        if (own)
            BeginText();
        var wanted = Hundredths(size);
        if (font != subset.Resource || fontSize != wanted)
        {
            (font, fontSize) = (subset.Resource, wanted);
            content.Put(font);
            content.Hundredths(wanted);
            content.Put(" Tf "u8);
        }

        var (toX, toY) = (Hundredths(x), Hundredths(height - y));
        content.Hundredths(toX - penX);
        content.Put((byte)' ');
        content.Hundredths(toY - penY);
        content.Put(" Td"u8);
        (penX, penY) = (toX, toY);
        return own;
    }

    private void Place(string name, int width, int tall, double x, double y)
    {
        content.Put("q "u8);
        content.Hundredths(width);
        content.Put(" 0 0 "u8);
        content.Hundredths(tall);
        content.Put((byte)' ');
        Point(x, y);
        content.Put("cm"u8);
        content.Put(name);
        content.Put(" Do Q\n"u8);
    }

    private void Colour(Ink ink, ReadOnlySpan<byte> grey, ReadOnlySpan<byte> colour)
    {
        content.Put(Shares[ink.Red]);
        if (ink.Red == ink.Green && ink.Green == ink.Blue)
        {
            content.Put(grey);
            return;
        }

        content.Put(Shares[ink.Green]);
        content.Put(Shares[ink.Blue]);
        content.Put(colour);
    }

    private void Point(double x, double y)
    {
        Number(x);
        Number(height - y);
    }

    private void Number(double value)
    {
        content.Hundredths(Hundredths(value));
        content.Put((byte)' ');
    }

    private static int Hundredths(double points) => (int)Math.Round(points * 100);
}
