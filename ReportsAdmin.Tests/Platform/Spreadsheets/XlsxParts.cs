using System.IO.Compression;
using System.Text;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

/// <summary>A workbook put together part by part, so that tests can make what no library would.</summary>
internal sealed class XlsxParts
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string StrictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main";

    private readonly Dictionary<string, byte[]> parts = new(StringComparer.Ordinal);

    public XlsxParts()
    {
        Set(
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>"
        );
        Set("_rels/.rels", Relations(("rId1", "officeDocument", "xl/workbook.xml")));
        Set("xl/workbook.xml", Workbook("<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>"));
        Set(
            "xl/_rels/workbook.xml.rels",
            Relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "styles", "styles.xml"),
                ("rId3", "sharedStrings", "sharedStrings.xml")
            )
        );
        Styles(
            "<numFmt numFmtId=\"164\" formatCode=\"000000\"/><numFmt numFmtId=\"165\" formatCode=\"[$-409]dd\\-mmm\\-yy\"/><numFmt numFmtId=\"166\" formatCode=\"&quot;days&quot; 0.0\"/><numFmt numFmtId=\"167\" formatCode=\"[h]:mm:ss\"/><numFmt numFmtId=\"168\" formatCode=\"[Red][>=100]#,##0.00\"/>",
            0,
            14,
            20,
            164,
            165,
            166,
            167,
            168,
            22
        );
        Strings("alpha", "beta");
    }

    /// <summary>Indexes of the cell styles every test workbook has.</summary>
    public const int Date = 1,
        Time = 2,
        Code = 3,
        CustomDate = 4,
        QuotedLetters = 5,
        Elapsed = 6,
        Coloured = 7,
        DateTime = 8;

    public static Stream Sheet(string rows) => new XlsxParts().Rows(rows).Build();

    public XlsxParts Set(string part, string xml) => Set(part, Encoding.UTF8.GetBytes(xml));

    public XlsxParts Set(string part, byte[] bytes)
    {
        parts[part] = bytes;
        return this;
    }

    public XlsxParts Remove(string part)
    {
        parts.Remove(part);
        return this;
    }

    public XlsxParts Rows(string rows, string after = "") =>
        Set(
            "xl/worksheets/sheet1.xml",
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData>{after}</worksheet>"
        );

    public XlsxParts Strings(params string[] texts) =>
        Set(
            "xl/sharedStrings.xml",
            $"<sst xmlns=\"{Main}\">{string.Concat(texts.Select(t => t.StartsWith('<') ? $"<si>{t}</si>" : $"<si><t>{t}</t></si>"))}</sst>"
        );

    public XlsxParts Styles(string formats, params int[] ids) =>
        Set(
            "xl/styles.xml",
            $"<styleSheet xmlns=\"{Main}\"><numFmts>{formats}</numFmts><fonts count=\"1\"><font><sz val=\"11\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"{ids.Length}\">{string.Concat(ids.Select(i => $"<xf numFmtId=\"{i}\"/>"))}</cellXfs><dxfs count=\"1\"><dxf><numFmt numFmtId=\"164\" formatCode=\"yyyy\"/></dxf></dxfs></styleSheet>"
        );

    public static string Workbook(string sheets, string properties = "") =>
        $"<workbook xmlns=\"{Main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{properties}<sheets>{sheets}</sheets></workbook>";

    public static string Relations(params (string Id, string Type, string Target)[] relations) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(relations.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{r.Type}\" Target=\"{r.Target}\"/>"))}</Relationships>";

    public MemoryStream Build(CompressionLevel level = CompressionLevel.Fastest)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        stream.Position = 0;
        return stream;
    }
}
