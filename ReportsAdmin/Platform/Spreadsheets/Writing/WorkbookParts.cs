using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>A worksheet that has been written, as the workbook must list it.</summary>
/// <param name="Filter">Range of the automatic filter in absolute form, or null.</param>
/// <param name="HeaderRow">Row repeated on every printed page; 0 for none.</param>
/// <param name="Charts">Numbers of the charts drawn on it.</param>
internal sealed record WrittenSheet(
    string Name,
    bool Hidden = false,
    string? Filter = null,
    int HeaderRow = 0,
    bool HasNotes = false,
    IReadOnlyList<int>? Charts = null
)
{
    public bool HasCharts => Charts is { Count: > 0 };
}

/// <summary>The parts that tie the sheets of a written workbook together.</summary>
internal static class WorkbookParts
{
    public static void Write(ZipWriter zip, IReadOnlyList<WrittenSheet> sheets, bool hasStrings, XlsxOptions options)
    {
        Write(zip, "xl/styles.xml", CellStyles.Xml(options.Accent));
        Write(zip, $"xl/{ThemePart.Name}", ThemePart.Xml());
        Write(zip, "xl/workbook.xml", Workbook(sheets));
        Write(zip, "xl/_rels/workbook.xml.rels", Relations(sheets.Count, hasStrings));
        if (options.Properties is { } properties)
            Write(zip, CoreProperties.Part, properties.Xml());
        Write(
            zip,
            "_rels/.rels",
            $"{OpenXml.Declaration}<Relationships xmlns=\"{OpenXml.PackageRelations}\">{Relation(1, "officeDocument", "xl/workbook.xml")}{(options.Properties is null ? "" : CoreProperties.Relation("rId2"))}</Relationships>"
        );
        Write(zip, "[Content_Types].xml", ContentTypes(sheets, hasStrings, options.Properties is not null));
    }

    /// <summary>The one relation of a sheet with charts, and those of the drawing that holds them.</summary>
    public static void WriteDrawingRelations(ZipWriter zip, int number, IEnumerable<int> charts)
    {
        Write(
            zip,
            FormattableString.Invariant($"xl/worksheets/_rels/sheet{number}.xml.rels"),
            $"{OpenXml.Declaration}<Relationships xmlns=\"{OpenXml.PackageRelations}\">{Relation(1, "drawing", FormattableString.Invariant($"../drawings/drawing{number}.xml"))}</Relationships>"
        );
        Write(
            zip,
            FormattableString.Invariant($"xl/drawings/_rels/drawing{number}.xml.rels"),
            $"{OpenXml.Declaration}<Relationships xmlns=\"{OpenXml.PackageRelations}\">{string.Concat(charts.Select((chart, i) => Relation(i + 1, "chart", FormattableString.Invariant($"../charts/chart{chart}.xml"))))}</Relationships>"
        );
    }

    /// <summary>Relations of a sheet with notes: 1 the drawing of the boxes, 2 the texts.</summary>
    public static void WriteSheetRelations(ZipWriter zip, int number) =>
        Write(
            zip,
            FormattableString.Invariant($"xl/worksheets/_rels/sheet{number}.xml.rels"),
            FormattableString.Invariant(
                $"{OpenXml.Declaration}<Relationships xmlns=\"{OpenXml.PackageRelations}\">{Relation(1, "vmlDrawing", FormattableString.Invariant($"../drawings/vmlDrawing{number}.vml"))}{Relation(2, "comments", FormattableString.Invariant($"../comments{number}.xml"))}</Relationships>"
            )
        );

    public static void Write(ZipWriter zip, string name, string xml)
    {
        using var part = zip.Begin(name);
        part.Write(Encoding.UTF8.GetBytes(xml));
    }

    private static string Workbook(IReadOnlyList<WrittenSheet> sheets)
    {
        var xml = new StringBuilder(OpenXml.Declaration).Append(
            $"<workbook xmlns=\"{OpenXml.Main}\" xmlns:r=\"{OpenXml.OfficeRelations}\"><bookViews><workbookView/></bookViews><sheets>"
        );
        for (var i = 0; i < sheets.Count; i++)
            xml.Append(
                FormattableString.Invariant(
                    $"<sheet name=\"{Escape(sheets[i].Name)}\" sheetId=\"{i + 1}\"{(sheets[i].Hidden ? " state=\"hidden\"" : "")} r:id=\"rId{i + 1}\"/>"
                )
            );
        xml.Append("</sheets>");
        var names = new StringBuilder();
        for (var i = 0; i < sheets.Count; i++)
        {
            var sheet = Escape(SheetNames.Quote(sheets[i].Name));
            if (sheets[i].Filter is { } filter)
                names.Append(
                    FormattableString.Invariant(
                        $"<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{i}\" hidden=\"1\">{sheet}!{filter}</definedName>"
                    )
                );
            if (sheets[i].HeaderRow > 0)
                names.Append(
                    FormattableString.Invariant(
                        $"<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{i}\">{sheet}!${sheets[i].HeaderRow}:${sheets[i].HeaderRow}</definedName>"
                    )
                );
        }

        if (names.Length > 0)
            xml.Append("<definedNames>").Append(names).Append("</definedNames>");
        return xml.Append("</workbook>").ToString();
    }

    private static string Relations(int sheets, bool hasStrings)
    {
        var xml = new StringBuilder(OpenXml.Declaration).Append(
            $"<Relationships xmlns=\"{OpenXml.PackageRelations}\">"
        );
        for (var i = 1; i <= sheets; i++)
            xml.Append(Relation(i, "worksheet", FormattableString.Invariant($"worksheets/sheet{i}.xml")));
        xml.Append(Relation(sheets + 1, "styles", "styles.xml"));
        if (hasStrings)
            xml.Append(Relation(sheets + 2, "sharedStrings", "sharedStrings.xml"));
        xml.Append(Relation(sheets + 3, "theme", ThemePart.Name));
        return xml.Append("</Relationships>").ToString();
    }

    private static string ContentTypes(IReadOnlyList<WrittenSheet> sheets, bool hasStrings, bool hasProperties)
    {
        var xml = new StringBuilder(OpenXml.Declaration).Append(
            $"<Types xmlns=\"{OpenXml.ContentTypes}\"><Default Extension=\"rels\" ContentType=\"{OpenXml.RelationsType}\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        );
        if (sheets.Any(s => s.HasNotes))
            xml.Append($"<Default Extension=\"vml\" ContentType=\"{OpenXml.VmlType}\"/>");
        xml.Append(Override("workbook.xml", "sheet.main"));
        for (var i = 0; i < sheets.Count; i++)
        {
            xml.Append(Override(FormattableString.Invariant($"worksheets/sheet{i + 1}.xml"), "worksheet"));
            if (sheets[i].HasNotes)
                xml.Append(Override(FormattableString.Invariant($"comments{i + 1}.xml"), "comments"));
            if (!sheets[i].HasCharts)
                continue;
            xml.Append(
                FormattableString.Invariant(
                    $"<Override PartName=\"/xl/drawings/drawing{i + 1}.xml\" ContentType=\"{OpenXml.DrawingType}\"/>"
                )
            );
            foreach (var chart in sheets[i].Charts!)
                xml.Append(
                    FormattableString.Invariant(
                        $"<Override PartName=\"/xl/charts/chart{chart}.xml\" ContentType=\"{OpenXml.ChartType}\"/>"
                    )
                );
        }

        if (hasProperties)
            xml.Append(CoreProperties.Override);
        xml.Append($"<Override PartName=\"/xl/{ThemePart.Name}\" ContentType=\"{ThemePart.ContentType}\"/>");
        xml.Append(Override("styles.xml", "styles"));
        if (hasStrings)
            xml.Append(Override("sharedStrings.xml", "sharedStrings"));
        return xml.Append("</Types>").ToString();
    }

    private static string Override(string part, string kind) =>
        $"<Override PartName=\"/xl/{part}\" ContentType=\"{OpenXml.SpreadsheetType}{kind}+xml\"/>";

    private static string Relation(int id, string type, string target) =>
        FormattableString.Invariant(
            $"<Relationship Id=\"rId{id}\" Type=\"{OpenXml.OfficeRelations}/{type}\" Target=\"{target}\"/>"
        );

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
