using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>The texts a written workbook shares. Bounded: once full, new texts are written in their cells, so memory stays constant.</summary>
internal sealed class SharedStringTable
{
    private const int Capacity = 20_000;
    private const int MaxLength = 400;

    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private long references;

    public bool IsEmpty => order.Count == 0;

    /// <summary>The index of a text, or -1 when it is to be written in its cell.</summary>
    public int IndexOf(string text)
    {
        if (text.Length > MaxLength)
            return -1;
        if (!indexes.TryGetValue(text, out var index))
        {
            if (order.Count >= Capacity)
                return -1;
            index = order.Count;
            indexes.Add(text, index);
            order.Add(text);
        }

        references++;
        return index;
    }

    public void Write(ZipWriter zip)
    {
        using var sink = new Utf8Sink(zip.Begin("xl/sharedStrings.xml"));
        sink.Write(OpenXml.Declaration);
        sink.Write(
            FormattableString.Invariant(
                $"<sst xmlns=\"{OpenXml.Main}\" count=\"{references}\" uniqueCount=\"{order.Count}\">"
            )
        );
        foreach (var text in order)
        {
            sink.Write("<si>"u8);
            sink.CellText(text);
            sink.Write("</si>"u8);
        }

        sink.Write("</sst>"u8);
    }
}
