using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ReportsAdmin.Platform.Spreadsheets.Marking;

/// <summary>The style table of a workbook with a red twin for each style a marked cell has, so that its number format survives.</summary>
internal sealed class MarkedStyles
{
    private readonly XDocument document;
    private readonly XElement cellStyles;
    private readonly XNamespace main;
    private readonly Dictionary<int, int> twins = [];
    private readonly int fill;

    public MarkedStyles(Stream part)
    {
        try
        {
            using var reader = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException cause)
        {
            throw SheetException.Damaged(cause);
        }

        main = document.Root!.Name.Namespace;
        cellStyles = document.Root.Element(main + "cellXfs") ?? throw SheetException.Damaged();
        var fills = document.Root.Element(main + "fills") ?? throw SheetException.Damaged();
        fill = fills.Elements().Count();
        fills.Add(
            new XElement(
                main + "fill",
                new XElement(
                    main + "patternFill",
                    new XAttribute("patternType", "solid"),
                    new XElement(main + "fgColor", new XAttribute("rgb", "FFFFC7CE")),
                    new XElement(main + "bgColor", new XAttribute("indexed", "64"))
                )
            )
        );
        Recount(fills);
    }

    /// <summary>The style that looks like the given one on a red ground.</summary>
    public int RedTwin(int style)
    {
        if (twins.TryGetValue(style, out var twin))
            return twin;
        var styles = cellStyles.Elements(main + "xf").ToList();
        var clone =
            style < styles.Count
                ? new XElement(styles[style])
                : new XElement(
                    main + "xf",
                    new XAttribute("numFmtId", "0"),
                    new XAttribute("fontId", "0"),
                    new XAttribute("borderId", "0")
                );
        clone.SetAttributeValue("fillId", fill.ToString(CultureInfo.InvariantCulture));
        clone.SetAttributeValue("applyFill", "1");
        cellStyles.Add(clone);
        return twins[style] = styles.Count;
    }

    public void Save(Stream part)
    {
        Recount(cellStyles);
        using var writer = XmlWriter.Create(
            part,
            new XmlWriterSettings
            {
                Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                CloseOutput = false,
            }
        );
        document.Save(writer);
    }

    private static void Recount(XElement list) =>
        list.SetAttributeValue("count", list.Elements().Count().ToString(CultureInfo.InvariantCulture));
}
