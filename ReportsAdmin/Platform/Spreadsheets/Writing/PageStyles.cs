using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>The styles of sheets that are laid out as a page: titles, running text, and cards with one large figure.</summary>
internal static class PageStyles
{
    public const int Title = CellStyles.Count;
    public const int Subtitle = Title + 1;
    public const int Heading = Title + 2;
    public const int Subheading = Title + 3;
    public const int Label = Title + 4;
    public const int Value = Title + 5;
    public const int Paragraph = Title + 6;
    public const int TableHead = Title + 7;
    public const int TableHeadRight = Title + 8;
    public const int CardLabel = Title + 9;
    public const int Verdict = Title + 10;
    public const int End = Card + CardFormats * Tones;

    private const int CardNote = Title + 11;
    private const int Card = CardNote + Tones;
    private const int Tones = 5;

    // First the formats of cells, then money and whole numbers in four sizes, each with its own number of comma groups.
    private const int CardFormats = 7 + 3 * Sizes;
    private const int Sizes = 4;

    // Numbers of the style table, after those of CellStyles.
    private const int FirstFormat = 169;

    /// <summary>That of a number with all its decimals, where the general one would show eleven digits.</summary>
    public const int LastFormat = FirstFormat + 3 * Sizes;

    private const int FirstFont = 6;
    private const int FirstBorder = 2;
    private const int CardFill = 6;

    private const string Thousands = "#,##0";

    private static readonly string[] Indian = [Thousands, @"##\,##\,##0", @"##\,##\,##\,##0", @"##\,##\,##\,##\,##0"];
    private static readonly string[] International = [Thousands, Thousands, Thousands, Thousands];
    private static readonly string[] ToneColours = ["111827", "B42318", "B54708", "067647", "6B7280"];

    private static string[] Groups => Digits.IsIndian ? Indian : International;

    public static IEnumerable<(int Id, string Code)> NumberFormats =>
        [
            .. Groups.Select((g, i) => (FirstFormat + i, Rupees(g + ".00"))),
            .. Groups.Select((g, i) => (FirstFormat + Sizes + i, Rupees(g))),
            .. Groups.Select((g, i) => (FirstFormat + 2 * Sizes + i, CellStyles.Signed(g))),
            (LastFormat, "0.###############"),
        ];

    public static IReadOnlyList<string> Fills => [CellStyles.Solid("F5F7FA")];

    /// <summary>The large figure of a card, standing alone: money carries the rupee sign, and paise only when there are any.</summary>
    public static int OfCard(ColumnType type, long number, CellTone tone) =>
        Card + CardFormat(type, number) * Tones + (int)tone;

    public static int OfNote(CellTone tone) => CardNote + (int)tone;

    public static IEnumerable<string> Fonts(string accent) =>
        [
            Font(20, accent, bold: true),
            Font(10, "6B7280"),
            Font(13, accent, bold: true),
            Font(11, "374151", bold: true),
            Font(10, "374151", bold: true),
            .. ToneColours.Select(c => Font(16, c, bold: true)),
            .. ToneColours.Select((c, tone) => Font(10, tone == 0 ? "6B7280" : c)),
        ];

    public static IEnumerable<string> Borders(string accent) =>
        [
            Border("", "<bottom style=\"thin\"><color rgb=\"FFD1D5DB\"/></bottom>"),
            Border($"<top style=\"medium\"><color rgb=\"FF{accent}\"/></top>", "<bottom/>", Gap),
            Border("<top/>", "<bottom/>", Gap),
        ];

    public static void Append(StringBuilder xml)
    {
        const string Wrapped = "<alignment vertical=\"top\" wrapText=\"1\"/>";
        const string Indented = "<alignment horizontal=\"left\" vertical=\"center\" indent=\"1\"/>";
        CellStyles.AppendStyle(xml, 0, FirstFont, alignment: Wrapped);
        CellStyles.AppendStyle(xml, 0, FirstFont + 1, alignment: Wrapped);
        CellStyles.AppendStyle(xml, 0, FirstFont + 2, border: FirstBorder);
        CellStyles.AppendStyle(xml, 0, FirstFont + 3);
        CellStyles.AppendStyle(xml, 0, CellStyles.GreyFont, alignment: Wrapped);
        CellStyles.AppendStyle(xml, 0, alignment: Wrapped);
        CellStyles.AppendStyle(xml, 0, alignment: Wrapped);
        CellStyles.AppendStyle(xml, 0, FirstFont + 4, border: FirstBorder);
        CellStyles.AppendStyle(
            xml,
            0,
            FirstFont + 4,
            border: FirstBorder,
            alignment: "<alignment horizontal=\"right\"/>"
        );
        CellStyles.AppendStyle(xml, 0, FirstFont + 1, CardFill, FirstBorder + 1, Indented);
        CellStyles.AppendStyle(xml, 0, alignment: "<alignment horizontal=\"right\"/>");
        for (var tone = 0; tone < Tones; tone++)
            CellStyles.AppendStyle(xml, 0, FirstFont + 5 + Tones + tone, CardFill, FirstBorder + 2, Indented);
        int[] formats = [0, 4, 10, 164, 165, 0, .. Enumerable.Range(FirstFormat, 3 * Sizes + 1)];
        foreach (var format in formats)
        {
            for (var tone = 0; tone < Tones; tone++)
                CellStyles.AppendStyle(xml, format, FirstFont + 5 + tone, CardFill, FirstBorder + 2, Indented);
        }
    }

    private static int CardFormat(ColumnType type, long number) =>
        type switch
        {
            ColumnType.Money => 6 + (number % 100 == 0 ? Sizes : 0) + Size(number),
            ColumnType.Whole => 6
                + 2 * Sizes
                + (number is > long.MinValue / 100 and < long.MaxValue / 100 ? Size(number * 100) : Sizes - 1),
            ColumnType.Decimal => 1,
            ColumnType.Number => CardFormats - 1,
            ColumnType.Percent => 2,
            ColumnType.Date => 3,
            ColumnType.DateTime => 4,
            _ => 0,
        };

    private static int Size(long hundredths) => CellStyles.OfMoney(hundredths) - CellFormat.MoneyBelowLakh;

    private static string Rupees(string code) => $"&quot;₹&quot;{code};\\-&quot;₹&quot;{code}";

    private static string Font(int size, string colour, bool bold = false) =>
        FormattableString.Invariant(
            $"<font>{(bold ? "<b/>" : "")}<sz val=\"{size}\"/><color rgb=\"FF{colour}\"/>{CellStyles.Calibri}"
        );

    // White and thick: what parts a card from the next.
    private const string Gap = "<right style=\"thick\"><color rgb=\"FFFFFFFF\"/></right>";

    private static string Border(string top, string bottom, string right = "<right/>") =>
        $"<border><left/>{right}{(top.Length == 0 ? "<top/>" : top)}{bottom}<diagonal/></border>";
}
