using System.Buffers.Binary;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>What is above and below every page.</summary>
internal sealed class DocxFurniture(ReportDocument document, Branding branding, byte[]? logo)
{
    private const int LogoHeight = 330_000;
    private const int MaxLogoWidth = 1_800_000;
    private const string Names =
        $"xmlns:w=\"{DocxStyles.Main}\" xmlns:r=\"{OpenXml.OfficeRelations}\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

    /// <summary>Whether the bytes begin as a PNG does.</summary>
    public static bool IsPng(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 24 && bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    public string Header(DocxPage page) =>
        $"{OpenXml.Declaration}<w:hdr {Names}><w:p><w:pPr><w:pStyle w:val=\"Header\"/>{RightTab(page)}</w:pPr>{(logo is null ? Run(branding.Company, bold: true) : Logo())}<w:r><w:tab/></w:r>{Run(Short(document.Title))}</w:p></w:hdr>";

    public string Footer(DocxPage page) =>
        $"{OpenXml.Declaration}<w:ftr {Names}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>{RightTab(page)}</w:pPr>{Run(Short(branding.Footer))}<w:r><w:tab/></w:r>{Run("Page ")}<w:fldSimple w:instr=\" PAGE \">{Run("1")}</w:fldSimple>{Run(" of ")}<w:fldSimple w:instr=\" NUMPAGES \">{Run("1")}</w:fldSimple></w:p></w:ftr>";

    private static string RightTab(DocxPage page) =>
        FormattableString.Invariant($"<w:tabs><w:tab w:val=\"right\" w:pos=\"{page.TextWidth}\"/></w:tabs>");

    private static string Run(string text, bool bold = false) =>
        $"<w:r>{(bold ? "<w:rPr><w:b/><w:bCs/></w:rPr>" : "")}<w:t xml:space=\"preserve\">{Utf8Sink.Escaped(text)}</w:t></w:r>";

    // One line of a page; the whole title is on the first.
    private static string Short(string text) =>
        text.Length <= 90 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[88]) ? 88 : 89), "…");

    private string Logo()
    {
        var (width, height) = (
            BinaryPrimitives.ReadUInt32BigEndian(logo.AsSpan(16)),
            BinaryPrimitives.ReadUInt32BigEndian(logo.AsSpan(20))
        );
        var scale = Math.Min(LogoHeight / (double)Math.Max(height, 1), MaxLogoWidth / (double)Math.Max(width, 1));
        var size = FormattableString.Invariant(
            $"cx=\"{(long)(Math.Max(width, 1) * scale)}\" cy=\"{(long)(Math.Max(height, 1) * scale)}\""
        );
        return $"<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent {size}/><wp:docPr id=\"1\" name=\"Logo\" descr=\"{Utf8Sink.Escaped(branding.Company)}\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"logo.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId1\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            + $"<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext {size}/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
    }
}
