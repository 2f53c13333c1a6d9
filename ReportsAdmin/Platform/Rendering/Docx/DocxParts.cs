using System.Text;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>The parts of a Word document around its body.</summary>
internal static class DocxParts
{
    public const string DocumentOpening =
        $"{OpenXml.Declaration}<w:document xmlns:w=\"{DocxStyles.Main}\" xmlns:r=\"{OpenXml.OfficeRelations}\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><w:body>";

    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

    // Header and footer of upright pages, then of those on their side.
    private static readonly DocxPage[] Pages = [DocxPage.Portrait, DocxPage.Landscape];

    public static void Write(
        ZipWriter zip,
        ReportDocument document,
        DocxFurniture furniture,
        byte[]? logo,
        string accent,
        int charts
    )
    {
        WorkbookParts.Write(zip, "word/styles.xml", DocxStyles.Xml(accent, document.Language));
        WorkbookParts.Write(zip, "word/settings.xml", Settings(document.Language));
        WorkbookParts.Write(zip, "word/fontTable.xml", DocxScripts.FontTable());
        WriteFurniture(zip, furniture, logo);
        var properties = new CoreProperties(document.Title, document.MadeBy, document.MadeAtUtc, document.Language);
        WorkbookParts.Write(zip, CoreProperties.Part, properties.Xml());
        WorkbookParts.Write(zip, "word/_rels/document.xml.rels", DocumentRelations(charts));
        WorkbookParts.Write(
            zip,
            "_rels/.rels",
            Relations(Relation("rId1", "officeDocument", "word/document.xml") + CoreProperties.Relation("rId2"))
        );
        WorkbookParts.Write(zip, "[Content_Types].xml", ContentTypes(charts));
    }

    /// <summary>The headers and footers of each kind of page, and the logo that headers show.</summary>
    private static void WriteFurniture(ZipWriter zip, DocxFurniture furniture, byte[]? logo)
    {
        for (var i = 0; i < Pages.Length; i++)
        {
            var number = i + 1;
            WorkbookParts.Write(
                zip,
                FormattableString.Invariant($"word/header{number}.xml"),
                furniture.Header(Pages[i])
            );
            WorkbookParts.Write(
                zip,
                FormattableString.Invariant($"word/footer{number}.xml"),
                furniture.Footer(Pages[i])
            );
            if (logo is not null)
                WorkbookParts.Write(
                    zip,
                    FormattableString.Invariant($"word/_rels/header{number}.xml.rels"),
                    Relations(Relation("rId1", "image", "media/logo.png"))
                );
        }

        if (logo is null)
            return;
        using var part = zip.Begin("word/media/logo.png");
        part.Write(logo);
    }

    private static string Settings(string language) =>
        $"{OpenXml.Declaration}<w:settings xmlns:w=\"{DocxStyles.Main}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{Utf8Sink.Escaped(language)}\" w:bidi=\"hi-IN\"/></w:settings>";

    private static string DocumentRelations(int charts)
    {
        var xml = new StringBuilder(Relation("rId1", "styles", "styles.xml"))
            .Append(Relation("rId2", "settings", "settings.xml"))
            .Append(Relation("rIdFonts", "fontTable", "fontTable.xml"));
        for (var i = 0; i < Pages.Length; i++)
        {
            xml.Append(Relation(Pages[i].Header, "header", FormattableString.Invariant($"header{i + 1}.xml")));
            xml.Append(Relation(Pages[i].Footer, "footer", FormattableString.Invariant($"footer{i + 1}.xml")));
        }

        for (var i = 1; i <= charts; i++)
            xml.Append(Relation(DocxCharts.Id(i), "chart", FormattableString.Invariant($"charts/chart{i}.xml")));
        return Relations(xml.ToString());
    }

    private static string ContentTypes(int charts)
    {
        var xml = new StringBuilder(OpenXml.Declaration)
            .Append(
                $"<Types xmlns=\"{OpenXml.ContentTypes}\"><Default Extension=\"rels\" ContentType=\"{OpenXml.RelationsType}\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"xlsx\" ContentType=\"{OpenXml.SpreadsheetType}sheet\"/>"
            )
            .Append(Override("document", "document.main"))
            .Append(Override("styles", "styles"))
            .Append(Override("settings", "settings"))
            .Append(Override("fontTable", "fontTable"));
        for (var i = 1; i <= Pages.Length; i++)
            xml.Append(Override(FormattableString.Invariant($"header{i}"), "header"))
                .Append(Override(FormattableString.Invariant($"footer{i}"), "footer"));
        for (var i = 1; i <= charts; i++)
            xml.Append(
                FormattableString.Invariant(
                    $"<Override PartName=\"/word/charts/chart{i}.xml\" ContentType=\"{OpenXml.ChartType}\"/>"
                )
            );
        return xml.Append(CoreProperties.Override).Append("</Types>").ToString();
    }

    private static string Override(string part, string kind) =>
        $"<Override PartName=\"/word/{part}.xml\" ContentType=\"{Word}{kind}+xml\"/>";

    private static string Relations(string relations) =>
        $"{OpenXml.Declaration}<Relationships xmlns=\"{OpenXml.PackageRelations}\">{relations}</Relationships>";

    private static string Relation(string id, string type, string target) =>
        $"<Relationship Id=\"{id}\" Type=\"{OpenXml.OfficeRelations}/{type}\" Target=\"{target}\"/>";
}
