using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>The styles of a written Word document. Sizes are half points, distances twentieths of a point.</summary>
internal static class DocxStyles
{
    public const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <summary>Sizes in half points: of figures in cards, of cells, and of cells in tables that would not fit the page.</summary>
    public const int FigureSize = 28;
    public const int CellSize = 17;
    public const int SmallCellSize = 15;

    /// <summary>Left and right of a cell together, in twentieths of a point.</summary>
    public const int CellMargins = 160;

    /// <summary>The same of a card, with the gap to the next.</summary>
    public const int CardMargins = 360;

    private const string Hairline = "D1D5DB";

    /// <summary>The character style of a tone; null for none.</summary>
    public static string? OfTone(Spreadsheets.CellTone tone) =>
        tone == Spreadsheets.CellTone.None ? null : $"Tone{tone}";

    private static string Size(int halfPoints) =>
        FormattableString.Invariant($"<w:sz w:val=\"{halfPoints}\"/><w:szCs w:val=\"{halfPoints}\"/>");

    public static string Xml(string accent, string language) =>
        $"{OpenXml.Declaration}<w:styles xmlns:w=\"{Main}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{OfficeFonts.Main}\" w:hAnsi=\"{OfficeFonts.Main}\" w:eastAsia=\"{OfficeFonts.Main}\" w:cs=\"{OfficeFonts.Indian}\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/><w:lang w:val=\"{Utf8Sink.Escaped(language)}\" w:eastAsia=\"en-US\" w:bidi=\"hi-IN\"/></w:rPr></w:rPrDefault>"
        + "<w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
        + "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
        + Paragraph(
            "Title",
            "Title",
            "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"40\" w:line=\"240\" w:lineRule=\"auto\"/>",
            Ink(accent, 44, bold: true)
        )
        + Paragraph("Subtitle", "Subtitle", "<w:spacing w:after=\"200\"/>", Ink("6B7280", 24))
        + Heading(1, accent, 28, before: 320)
        + Heading(2, "374151", 24, before: 240)
        + Heading(3, "374151", 21, before: 200)
        + Paragraph(
            "Caption",
            "caption",
            "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"80\"/>",
            Ink("374151", 19, bold: true)
        )
        + Paragraph(
            "Cell",
            "Cell",
            "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/>",
            Size(CellSize)
        )
        + Paragraph("CellRight", "Cell Right", "<w:jc w:val=\"right\"/>", "", basedOn: "Cell")
        + Paragraph("CellSmall", "Cell Small", "", Size(SmallCellSize), basedOn: "Cell")
        + Paragraph("CellSmallRight", "Cell Small Right", "<w:jc w:val=\"right\"/>", "", basedOn: "CellSmall")
        + Paragraph(
            "Fact",
            "Fact",
            "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"240\" w:lineRule=\"auto\"/>",
            ""
        )
        + Paragraph("FactLabel", "Fact Label", "", Ink("6B7280", 20), basedOn: "Fact")
        + Paragraph(
            "CardLabel",
            "Card Label",
            "<w:keepNext/><w:spacing w:before=\"80\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
            Ink("6B7280", 17)
        )
        + Paragraph(
            "CardFigure",
            "Card Figure",
            "<w:keepNext/><w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
            Ink("111827", FigureSize, bold: true)
        )
        + Paragraph(
            "CardNote",
            "Card Note",
            "<w:spacing w:before=\"0\" w:after=\"80\" w:line=\"240\" w:lineRule=\"auto\"/>",
            Ink("6B7280", 17)
        )
        + Paragraph(
            "Chart",
            "Chart",
            "<w:spacing w:before=\"80\" w:after=\"160\" w:line=\"240\" w:lineRule=\"auto\"/>",
            ""
        )
        + Paragraph(
            "Gap",
            "Gap",
            "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>",
            "<w:sz w:val=\"8\"/>"
        )
        + Paragraph(
            "Header",
            "header",
            $"<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"{Hairline}\"/></w:pBdr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
            Ink("6B7280", 17)
        )
        + Paragraph(
            "Footer",
            "footer",
            $"<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"{Hairline}\"/></w:pBdr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
            Ink("6B7280", 16)
        )
        + Character("ToneBad", "Tone Bad", "B42318")
        + Character("ToneWarn", "Tone Warn", "B54708")
        + Character("ToneGood", "Tone Good", "067647")
        + Character("ToneMuted", "Tone Muted", "6B7280")
        + "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"80\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
        + Table(
            "ReportFacts",
            "Report Facts",
            $"<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:color=\"{Hairline}\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"{Hairline}\"/><w:insideH w:val=\"single\" w:sz=\"2\" w:color=\"E5E7EB\"/></w:tblBorders>",
            ""
        )
        + Table(
            "ReportCards",
            "Report Cards",
            $"<w:tblBorders><w:top w:val=\"single\" w:sz=\"12\" w:color=\"{accent}\"/><w:insideV w:val=\"single\" w:sz=\"48\" w:color=\"FFFFFF\"/></w:tblBorders><w:tblCellMar><w:left w:w=\"140\" w:type=\"dxa\"/><w:right w:w=\"100\" w:type=\"dxa\"/></w:tblCellMar>",
            ""
        )
        + Table(
            "ReportTable",
            "Report Table",
            $"<w:tblStyleRowBandSize w:val=\"1\"/><w:tblBorders><w:bottom w:val=\"single\" w:sz=\"6\" w:color=\"{accent}\"/><w:insideH w:val=\"single\" w:sz=\"2\" w:color=\"E5E7EB\"/></w:tblBorders>",
            $"<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/><w:bCs/><w:color w:val=\"{CellStyles.InkOn(accent)}\"/></w:rPr><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{accent}\"/><w:vAlign w:val=\"center\"/></w:tcPr></w:tblStylePr>"
                + $"<w:tblStylePr w:type=\"lastRow\"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders><w:top w:val=\"single\" w:sz=\"6\" w:color=\"{accent}\"/></w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFFFFF\"/></w:tcPr></w:tblStylePr>"
                + "<w:tblStylePr w:type=\"band2Horz\"><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F7F9FB\"/></w:tcPr></w:tblStylePr>"
        )
        + "</w:styles>";

    private static string Heading(int level, string colour, int size, int before) =>
        FormattableString.Invariant(
            $"<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"{before}\" w:after=\"80\" w:line=\"240\" w:lineRule=\"auto\"/><w:outlineLvl w:val=\"{level - 1}\"/></w:pPr><w:rPr>{Ink(colour, size, bold: true)}</w:rPr></w:style>"
        );

    private static string Paragraph(string id, string name, string paragraph, string run, string basedOn = "Normal") =>
        $"<w:style w:type=\"paragraph\"{(char.IsLower(name[0]) || name is "Title" or "Subtitle" ? "" : " w:customStyle=\"1\"")} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{basedOn}\"/>{(paragraph.Length == 0 ? "" : $"<w:pPr>{paragraph}</w:pPr>")}{(run.Length == 0 ? "" : $"<w:rPr>{run}</w:rPr>")}</w:style>";

    private static string Character(string id, string name, string colour) =>
        $"<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:rPr><w:color w:val=\"{colour}\"/></w:rPr></w:style>";

    private static string Table(string id, string name, string properties, string parts) =>
        $"<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>{properties}</w:tblPr>{parts}</w:style>";

    private static string Ink(string colour, int size, bool bold = false) =>
        FormattableString.Invariant(
            $"{(bold ? "<w:b/><w:bCs/>" : "")}<w:color w:val=\"{colour}\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>"
        );
}
