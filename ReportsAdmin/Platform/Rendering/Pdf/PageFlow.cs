using ReportsAdmin.Platform.Rendering.Pdf.Fonts;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>The pages of a document one after the other, each with its furniture. Points, measured from the upper left.</summary>
internal sealed class PageFlow
{
    public const double Margin = 42;
    public const double Top = 56;

    private const double FootRoom = 52;
    private const double FurnitureSize = 7.5;

    private readonly PdfFile file;
    private readonly Branding branding;
    private readonly string shortTitle;
    private readonly PageTree tree;
    private readonly int resources;
    private readonly int total;
    private readonly int totalDigits;
    private int page;
    private int parent;

    /// <param name="expectedPages">Only decides how much room the total takes in the foot.</param>
    public PageFlow(
        PdfFile file,
        ReportFonts fonts,
        PdfTags tags,
        PdfCanvas canvas,
        Branding branding,
        string title,
        Paper paper,
        long expectedPages
    )
    {
        (this.file, Fonts, Tags, Canvas, this.branding) = (file, fonts, tags, canvas, branding);
        (Width, Height) = paper;
        tree = new PageTree(file);
        (resources, total) = (file.NewId(), file.NewId());
        totalDigits = Digits(expectedPages);
        shortTitle = fonts.Regular.Clip(title, FurnitureSize, ContentWidth * 0.65);
        Accent = new Ink(branding.Accent.Red, branding.Accent.Green, branding.Accent.Blue);
        AccentText = Accent.ForText();
    }

    public PdfCanvas Canvas { get; }

    public PdfTags Tags { get; }

    public ReportFonts Fonts { get; }

    public PdfOutline Outline { get; } = new();

    public Ink Accent { get; }

    /// <summary>The accent for letters.</summary>
    public Ink AccentText { get; }

    public double Width { get; }

    public double Height { get; }

    public double ContentWidth => Width - 2 * Margin;

    public double Right => Width - Margin;

    public double Bottom => Height - FootRoom;

    /// <summary>Where the next thing goes.</summary>
    public double Y { get; set; }

    public int Pages => tree.Count;

    /// <summary>What is left of a page for content: between the margins, between head and foot.</summary>
    public static (double Width, double Height) Body(Paper paper) =>
        (paper.Width - 2 * Margin, paper.Height - Top - FootRoom);

    /// <summary>Whether nothing is on the page yet.</summary>
    public bool AtTop => Y <= Top;

    public bool Fits(double height) => Y + height <= Bottom;

    /// <summary>Begins a new page when the height does not fit on this one.</summary>
    public void Need(double height)
    {
        if (!Fits(height) && !AtTop)
            NewPage();
    }

    public void NewPage()
    {
        EndPage();
        page = file.NewId();
        parent = tree.Add(page);
        Canvas.Begin(Height);
        Tags.BeginPage(page);
        DrawFurniture();
        Y = Top;
    }

    public void Bookmark(int level, string title) => Outline.Add(level, title, page, Height - Y + 6);

    public void EndPage()
    {
        if (page == 0)
            return;
        var content = file.NewId();
        file.WriteStream(content, "", Canvas.Content);
        file.Write(
            page,
            FormattableString.Invariant(
                $"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {Width:0.##} {Height:0.##}]/Resources {resources} 0 R/Contents {content} 0 R{Tags.EndPage()}>>"
            )
        );
        page = 0;
    }

    /// <summary>Writes what all pages share and gives the root of their tree.</summary>
    /// <param name="logo">The object of the picture; 0 without one.</param>
    public int Finish(int logo)
    {
        EndPage();
        Canvas.Begin(Height);
        Canvas.Fill(Ink.Soft);
        Fonts.Regular.Draw(Canvas, Number(Pages), FurnitureSize, 0, Height);
        file.WriteStream(
            total,
            FormattableString.Invariant(
                $"/Type/XObject/Subtype/Form/BBox[0 -3 60 9]/Resources<</Font<<{Fonts.Resources}>>>>"
            ),
            Canvas.Content
        );
        file.Write(
            resources,
            FormattableString.Invariant(
                $"<</Font<<{Fonts.Resources}>>/XObject<</TP {total} 0 R{(logo == 0 ? "" : FormattableString.Invariant($"/Logo {logo} 0 R"))}>>>>"
            )
        );
        return tree.Write();
    }

    private void DrawFurniture()
    {
        Tags.Artifact();
        var (text, right) = (Fonts.Regular, Right);
        Canvas.Fill(Ink.Soft);
        if (Pages > 1)
        {
            text.Draw(Canvas, shortTitle, FurnitureSize, Margin, 34);
            text.DrawRight(
                Canvas,
                text.Clip(branding.Company, FurnitureSize, ContentWidth * 0.3),
                FurnitureSize,
                right,
                34
            );
            Canvas.Stroke(Ink.Hairline, 0.5);
            Canvas.Line(Margin, 41, right, 41);
        }

        var foot = Height - 27;
        Canvas.Stroke(Ink.Hairline, 0.5);
        Canvas.Line(Margin, foot - 12, right, foot - 12);
        text.Draw(Canvas, text.Clip(branding.Footer, FurnitureSize, ContentWidth * 0.7), FurnitureSize, Margin, foot);
        // The total is not known yet: it is a form that is written last, in the room of as many digits as are expected.
        var pageOf = $"Page {Number(Pages)} of ";
        var totalAt = right - text.Width(new string('0', Math.Max(totalDigits, Digits(Pages))), FurnitureSize);
        text.DrawRight(Canvas, pageOf, FurnitureSize, totalAt, foot);
        Canvas.XObject("/TP", totalAt, foot);
        Tags.EndMark();
    }

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int Digits(long value) => Number(value).Length;
}
