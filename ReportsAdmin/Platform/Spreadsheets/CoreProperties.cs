using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>What the file says about itself in the properties of an Office document.</summary>
public sealed record CoreProperties(string Title, string Creator, DateTime CreatedUtc, string Language)
{
    internal const string Part = "docProps/core.xml";
    internal const string Override =
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";

    internal static string Relation(string id) =>
        $"<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"{Part}\"/>";

    internal string Xml()
    {
        var created = CreatedUtc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{OpenXml.Declaration}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
            + $"<dc:title>{Utf8Sink.Escaped(Title)}</dc:title><dc:creator>{Utf8Sink.Escaped(Creator)}</dc:creator><dc:language>{Utf8Sink.Escaped(Language)}</dc:language>"
            + $"<dcterms:created xsi:type=\"dcterms:W3CDTF\">{created}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{created}</dcterms:modified></cp:coreProperties>";
    }
}
