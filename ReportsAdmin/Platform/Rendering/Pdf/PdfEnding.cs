using System.Globalization;
using System.Security;
using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>What is behind the pages: fonts, bookmarks, structure, and what the file says about itself.</summary>
internal static class PdfEnding
{
    private const string Producer = "ReportsAdmin";

    public static void Write(ReportDocument document, PdfFile file, PageFlow flow, PngLogo? logo)
    {
        var pages = flow.Finish(logo?.Write(file) ?? 0);
        flow.Fonts.Write();
        var (outline, structure) = (flow.Outline.Write(file), flow.Tags.Finish());
        var (metadata, catalog, info) = (file.NewId(), file.NewId(), file.NewId());
        file.WriteStream(metadata, "/Type/Metadata/Subtype/XML", Encoding.UTF8.GetBytes(Xmp(document)), filter: "");
        var body = new PdfBuffer(512);
        body.Put(
            FormattableString.Invariant(
                $"<</Type/Catalog/Pages {pages} 0 R/Metadata {metadata} 0 R/ViewerPreferences<</DisplayDocTitle true>>{outline}{structure}/Lang"
            )
        );
        body.Text(document.Language);
        body.Put(">>"u8);
        file.Write(catalog, body.Written);
        body.Clear();
        body.Put("<</Title"u8);
        body.Text(document.Title);
        body.Put("/Author"u8);
        body.Text(document.MadeBy);
        body.Put(
            string.Create(
                CultureInfo.InvariantCulture,
                $"/Producer({Producer})/CreationDate(D:{document.MadeAtUtc:yyyyMMddHHmmss}Z)>>"
            )
        );
        file.Write(info, body.Written);
        file.Finish(catalog, info);
    }

    private static string Xmp(ReportDocument document) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Escaped(document.Title)}</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>{Escaped(document.MadeBy)}</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>{Escaped(document.Language)}</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>{document.MadeAtUtc:yyyy-MM-ddTHH:mm:ss}Z</xmp:CreateDate>
            <pdf:Producer>{Producer}</pdf:Producer>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>
            """
        );

    /// <summary>Without what XML cannot hold.</summary>
    private static string Escaped(string text) =>
        SecurityElement.Escape(
            string.Concat(
                text.EnumerateRunes().Where(r => r.Value is >= ' ' and not (0xFFFE or 0xFFFF)).Select(r => r.ToString())
            )
        );
}
