using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>The formats a written cell can have.</summary>
internal enum CellFormat
{
    General,
    Whole,
    Decimal,
    MoneyBelowLakh,
    MoneyBelowCrore,
    MoneyBelow100Crore,
    MoneyAbove,
    Percent,
    Date,
    DateTime,
    Boolean,
    AsText,
    Number,
}

/// <summary>The style table of written workbooks: every format in every tone, then header, titles and totals, then those of <see cref="PageStyles"/>.</summary>
internal static class CellStyles
{
    public const int Header = Formats * Tones;
    public const int Title = Header + 1;
    public const int Subtitle = Header + 2;
    public const int TotalLabel = Header + 3;
    public const int TotalWhole = Header + 4;
    public const int TotalDecimal = Header + 5;
    public const int TotalMoney = Header + 6;
    public const int Link = Header + 7;
    public const int HeaderRight = Header + 8;
    public const int TotalPercent = Header + 9;
    public const int Count = Header + 10;

    /// <summary>All styles there are: after those of pages, each format once more for cells that stay editable on a protected sheet.</summary>
    public const int End = PageStyles.End + Formats;

    /// <summary>A font, not a style.</summary>
    public const int GreyFont = 4;

    private const int Formats = 13;
    private const int Tones = 5;
    private const string Lakh = @"##\,##\,##0.00";
    private const string Thousands = "#,##0.00";

    // A format with conditions loses the minus sign (-55,00,000 showed 5,500,000.00), so the writer picks one of four plain ones by size.
    // Grouped by thousands, all sizes have the same one.
    private static (int Id, string Code)[] Custom =>
        [
            (164, @"dd\-mm\-yyyy"),
            (165, @"dd\-mm\-yyyy\ hh:mm"),
            (166, Signed(Digits.IsIndian ? Lakh : Thousands)),
            (167, Signed(Digits.IsIndian ? @"##\," + Lakh : Thousands)),
            (168, Signed(Digits.IsIndian ? @"##\,##\," + Lakh : Thousands)),
            .. PageStyles.NumberFormats,
        ];

    private static readonly int[] FormatIds = [0, 1, 0, 4, 166, 167, 168, 10, 164, 165, 0, 49, PageStyles.LastFormat];

    public static int Of(CellFormat format, CellTone tone = CellTone.None) => (int)format * Tones + (int)tone;

    /// <summary>The format of a cell that can be changed on a protected sheet; it has no tone.</summary>
    public static int Unlocked(CellFormat format) => PageStyles.End + (int)format;

    /// <summary>Under a lakh, a crore, a hundred crore, and above: each has its own number of comma groups.</summary>
    public static CellFormat OfMoney(long paise) =>
        paise switch
        {
            > -1_00_000_00 and < 1_00_000_00 => CellFormat.MoneyBelowLakh,
            > -1_00_00_000_00 and < 1_00_00_000_00 => CellFormat.MoneyBelowCrore,
            > -100_00_00_000_00 and < 100_00_00_000_00 => CellFormat.MoneyBelow100Crore,
            _ => CellFormat.MoneyAbove,
        };

    public static CellFormat OfColumn(ColumnType type) =>
        type switch
        {
            ColumnType.Whole => CellFormat.Whole,
            ColumnType.Decimal => CellFormat.Decimal,
            ColumnType.Number => CellFormat.Number,
            ColumnType.Money => CellFormat.MoneyBelowLakh,
            ColumnType.Percent => CellFormat.Percent,
            ColumnType.Date => CellFormat.Date,
            ColumnType.DateTime => CellFormat.DateTime,
            ColumnType.Boolean => CellFormat.Boolean,
            _ => CellFormat.AsText,
        };

    /// <summary>Rules that give a cell whose value can change the right grouping: totals, which a filter changes.</summary>
    public static string MoneyRules(string cell, ref int priority)
    {
        var rules = new StringBuilder();
        long[] steps = [100_00_00_000, 1_00_00_000, 1_00_000];
        for (var i = 0; i < steps.Length; i++)
            rules.Append(
                CultureInfo.InvariantCulture,
                $"<cfRule type=\"expression\" dxfId=\"{i}\" priority=\"{priority++}\" stopIfTrue=\"1\"><formula>ABS({cell})&gt;={steps[i]}</formula></cfRule>"
            );
        return $"<conditionalFormatting sqref=\"{cell}\">{rules}</conditionalFormatting>";
    }

    /// <summary>Rules that colour a cell by what it says: the first text good, anything else bad.</summary>
    public static string VerdictRules(string range, string cell, string good, ref int priority) =>
        FormattableString.Invariant(
            $"<conditionalFormatting sqref=\"{range}\"><cfRule type=\"expression\" dxfId=\"3\" priority=\"{priority++}\" stopIfTrue=\"1\"><formula>{cell}=\"{good}\"</formula></cfRule><cfRule type=\"expression\" dxfId=\"4\" priority=\"{priority++}\"><formula>LEN({cell})&gt;0</formula></cfRule></conditionalFormatting>"
        );

    /// <param name="accent">Six hex digits: heads of tables, titles of pages.</param>
    public static string Xml(string accent)
    {
        var formats = Custom;
        var xml = new StringBuilder(OpenXml.Declaration).Append(
            CultureInfo.InvariantCulture,
            $"<styleSheet xmlns=\"{OpenXml.Main}\"><numFmts count=\"{formats.Length}\">"
        );
        foreach (var (id, code) in formats)
            AppendFormat(xml, id, code);
        xml.Append("</numFmts>");
        AppendAll(xml, "fonts", [.. Fonts(accent), .. PageStyles.Fonts(accent)]);
        AppendAll(xml, "fills", [.. Fills(accent), .. PageStyles.Fills]);
        AppendAll(xml, "borders", [.. Borders, .. PageStyles.Borders(accent)]);
        xml.Append(
            "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        );
        AppendCells(xml);
        AppendRules(xml, formats);
        return xml.ToString();
    }

    /// <summary>Every format in every tone, heads and totals, pages, and the cells that stay editable.</summary>
    private static void AppendCells(StringBuilder xml)
    {
        xml.Append(CultureInfo.InvariantCulture, $"<cellXfs count=\"{End}\">");
        for (var format = 0; format < Formats; format++)
        {
            for (var tone = 0; tone < Tones; tone++)
                AppendStyle(
                    xml,
                    FormatIds[format],
                    font: tone == (int)CellTone.Muted ? GreyFont : 0,
                    fill: tone is > 0 and < 4 ? tone + 2 : 0
                );
        }

        AppendStyle(xml, 0, font: 1, fill: 2, alignment: "<alignment vertical=\"center\" wrapText=\"1\"/>");
        AppendStyle(xml, 0, font: 3);
        AppendStyle(xml, 0, font: 4);
        AppendStyle(xml, 0, font: 2, border: 1);
        AppendStyle(xml, 1, font: 2, border: 1);
        AppendStyle(xml, 0, font: 2, border: 1);
        AppendStyle(xml, 4, font: 2, border: 1);
        AppendStyle(xml, 0, font: 5);
        AppendStyle(
            xml,
            0,
            font: 1,
            fill: 2,
            alignment: "<alignment horizontal=\"right\" vertical=\"center\" wrapText=\"1\"/>"
        );
        AppendStyle(xml, 10, font: 2, border: 1);
        PageStyles.Append(xml);
        foreach (var id in FormatIds)
            xml.Append(
                CultureInfo.InvariantCulture,
                $"<xf numFmtId=\"{id}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyProtection=\"1\"><protection locked=\"0\"/></xf>"
            );
    }

    /// <summary>What <see cref="MoneyRules"/> and <see cref="VerdictRules"/> refer to by number.</summary>
    private static void AppendRules(StringBuilder xml, (int Id, string Code)[] formats)
    {
        xml.Append(
            "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles><dxfs count=\"5\">"
        );
        foreach (var id in (int[])[168, 167, 166])
            AppendFormat(xml.Append("<dxf>"), id, formats[id - 164].Code).Append("</dxf>");
        foreach (
            var (ink, ground) in (ReadOnlySpan<(string, string)>)[("FF067647", "FFC6EFCE"), ("FF9C0006", "FFFFC7CE")]
        )
            xml.Append(
                CultureInfo.InvariantCulture,
                $"<dxf><font><color rgb=\"{ink}\"/></font><fill><patternFill patternType=\"solid\"><bgColor rgb=\"{ground}\"/></patternFill></fill></dxf>"
            );
        xml.Append("</dxfs></styleSheet>");
    }

    // By the theme, which names a font for each script beside it.
    internal const string Calibri =
        $"<name val=\"{OfficeFonts.Main}\"/><family val=\"2\"/><scheme val=\"minor\"/></font>";

    private static readonly string[] Borders =
    [
        "<border><left/><right/><top/><bottom/><diagonal/></border>",
        "<border><left/><right/><top style=\"thin\"><color auto=\"1\"/></top><bottom/><diagonal/></border>",
    ];

    private static string[] Fonts(string accent) =>
        [
            "<font><sz val=\"11\"/>" + Calibri,
            $"<font><b/><sz val=\"11\"/><color rgb=\"FF{InkOn(accent)}\"/>" + Calibri,
            "<font><b/><sz val=\"11\"/>" + Calibri,
            "<font><b/><sz val=\"14\"/>" + Calibri,
            "<font><sz val=\"11\"/><color rgb=\"FF6B7280\"/>" + Calibri,
            "<font><u/><sz val=\"11\"/><color rgb=\"FF0563C1\"/>" + Calibri,
        ];

    private static string[] Fills(string accent) =>
        [
            "<fill><patternFill patternType=\"none\"/></fill>",
            "<fill><patternFill patternType=\"gray125\"/></fill>",
            Solid(accent),
            Solid("FFC7CE"),
            Solid("FFEB9C"),
            Solid("C6EFCE"),
        ];

    internal static string Solid(string colour) =>
        $"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{colour}\"/><bgColor indexed=\"64\"/></patternFill></fill>";

    /// <summary>White on a dark ground, near black on a light one.</summary>
    public static string InkOn(string ground)
    {
        var rgb = Convert.FromHexString(ground);
        return rgb[0] * 299 + rgb[1] * 587 + rgb[2] * 114 < 160_000 ? "FFFFFF" : "1F2937";
    }

    private static void AppendAll(StringBuilder xml, string name, IReadOnlyList<string> parts) =>
        xml.Append(CultureInfo.InvariantCulture, $"<{name} count=\"{parts.Count}\">")
            .AppendJoin("", parts)
            .Append(CultureInfo.InvariantCulture, $"</{name}>");

    internal static string Signed(string code) => $"{code};\\-{code}";

    private static StringBuilder AppendFormat(StringBuilder xml, int id, string code) =>
        xml.Append(CultureInfo.InvariantCulture, $"<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");

    internal static void AppendStyle(
        StringBuilder xml,
        int numberFormat,
        int font = 0,
        int fill = 0,
        int border = 0,
        string? alignment = null
    )
    {
        xml.Append(
            CultureInfo.InvariantCulture,
            $"<xf numFmtId=\"{numberFormat}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\""
        );
        if (numberFormat != 0)
            xml.Append(" applyNumberFormat=\"1\"");
        if (font != 0)
            xml.Append(" applyFont=\"1\"");
        if (fill != 0)
            xml.Append(" applyFill=\"1\"");
        if (border != 0)
            xml.Append(" applyBorder=\"1\"");
        xml.Append(alignment is null ? "/>" : $" applyAlignment=\"1\">{alignment}</xf>");
    }
}
