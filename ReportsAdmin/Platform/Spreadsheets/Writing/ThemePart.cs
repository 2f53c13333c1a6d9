using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>The theme of a workbook. It is there for its fonts: it names one for each script that the main font lacks.</summary>
internal static class ThemePart
{
    public const string Name = "theme/theme1.xml";
    public const string ContentType = "application/vnd.openxmlformats-officedocument.theme+xml";

    // ISO 15924.
    private static readonly string[] IndianScripts =
    [
        "Deva",
        "Beng",
        "Guru",
        "Gujr",
        "Orya",
        "Taml",
        "Telu",
        "Knda",
        "Mlym",
    ];

    private static readonly (string Name, string Colour)[] Colours =
    [
        ("dk2", "44546A"),
        ("lt2", "E7E6E6"),
        ("accent1", "4472C4"),
        ("accent2", "ED7D31"),
        ("accent3", "A5A5A5"),
        ("accent4", "FFC000"),
        ("accent5", "5B9BD5"),
        ("accent6", "70AD47"),
        ("hlink", "0563C1"),
        ("folHlink", "954F72"),
    ];

    public static string Xml() =>
        $"{OpenXml.Declaration}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Report\"><a:themeElements><a:clrScheme name=\"Office\"><a:dk1><a:sysClr val=\"windowText\" lastClr=\"000000\"/></a:dk1><a:lt1><a:sysClr val=\"window\" lastClr=\"FFFFFF\"/></a:lt1>{string.Concat(Colours.Select(c => $"<a:{c.Name}><a:srgbClr val=\"{c.Colour}\"/></a:{c.Name}>"))}</a:clrScheme><a:fontScheme name=\"Report\"><a:majorFont>{Fonts()}</a:majorFont><a:minorFont>{Fonts()}</a:minorFont></a:fontScheme>"
        + "<a:fmtScheme name=\"Plain\"><a:fillStyleLst>"
        + Thrice("<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>")
        + "</a:fillStyleLst><a:lnStyleLst>"
        + Thrice("<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>")
        + "</a:lnStyleLst><a:effectStyleLst>"
        + Thrice("<a:effectStyle><a:effectLst/></a:effectStyle>")
        + "</a:effectStyleLst><a:bgFillStyleLst>"
        + Thrice("<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>")
        + "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>";

    private static string Fonts() =>
        $"<a:latin typeface=\"{OfficeFonts.Main}\"/><a:ea typeface=\"\"/><a:cs typeface=\"{OfficeFonts.Indian}\"/>{string.Concat(IndianScripts.Select(s => $"<a:font script=\"{s}\" typeface=\"{OfficeFonts.Indian}\"/>"))}";

    private static string Thrice(string part) => part + part + part;
}
