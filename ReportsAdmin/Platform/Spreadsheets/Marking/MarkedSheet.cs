using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Marking;

/// <summary>Copies the XML of a sheet byte for byte, but gives marked cells their red style and adds those that were not there.</summary>
internal sealed class MarkedSheet(XmlScanner source, Stream target, MarkIndex marks, MarkedStyles styles)
{
    // Elements that the standard puts behind the drawing of the notes.
    private static readonly HashSet<string> BehindNotes = new(StringComparer.Ordinal)
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    };

    private readonly Queue<int> pendingRows = new(marks.Rows);
    private Queue<int> pendingCells = new();
    private string prefix = "";
    private int row;
    private int column;

    /// <param name="notesRelation">Id of the relation to the drawing of the notes; null when none are added.</param>
    public void Copy(string? notesRelation)
    {
        var depth = 0;
        var inRows = false;
        var noted = notesRelation is null;
        while (source.MoveToMarkup())
        {
            if (source.Tag[0] is (byte)'!' or (byte)'?')
            {
                target.Write(source.RawToken);
                continue;
            }

            var name = Encoding.UTF8.GetString(source.Name);
            if (name == "sheetData")
            {
                inRows = CopySheetData();
            }
            else if (inRows)
            {
                CopyInRows(name);
            }
            else if (!noted && depth == 1 && (source.IsEnd || BehindNotes.Contains(name)))
            {
                CopyBehindNotes(notesRelation!);
                noted = true;
            }
            else
            {
                target.Write(source.RawToken);
            }

            if (!inRows && name != "sheetData")
                depth +=
                    source.IsEnd ? -1
                    : source.IsEmpty ? 0
                    : 1;
        }

        target.Write(source.Ahead);
    }

    /// <summary>Copies the first tag that must follow the reference to the notes, with the reference before it.</summary>
    private void CopyBehindNotes(string relation)
    {
        Write(Encoding.UTF8.GetString(source.RawText));
        Write($"<{prefix}legacyDrawing xmlns:r=\"{OpenXml.OfficeRelations}\" r:id=\"{relation}\"/>");
        target.Write(source.RawToken[source.RawText.Length..]);
    }

    /// <summary>Returns whether the rows begin here.</summary>
    private bool CopySheetData()
    {
        prefix = PrefixOf(source.IsEnd ? source.Tag[1..] : source.Tag);
        target.Write(source.RawText);
        if (source.IsEnd)
        {
            AddRowsBefore(int.MaxValue);
            Write($"</{prefix}sheetData>");
            return false;
        }

        if (!source.IsEmpty)
        {
            target.Write(source.RawToken[source.RawText.Length..]);
            return true;
        }

        Write($"<{prefix}sheetData>");
        AddRowsBefore(int.MaxValue);
        Write($"</{prefix}sheetData>");
        return false;
    }

    private void CopyInRows(string name)
    {
        if (name == "row")
        {
            target.Write(source.RawText);
            if (source.IsEnd)
                EndRow();
            else
                BeginRow();
        }
        else if (name == "c" && !source.IsEnd)
        {
            target.Write(source.RawText);
            CopyCell();
        }
        else
        {
            target.Write(source.RawToken);
        }
    }

    private void BeginRow()
    {
        row = NumberOf("r"u8) ?? row + 1;
        column = -1;
        AddRowsBefore(row);
        if (pendingRows.TryPeek(out var next) && next == row)
            pendingRows.Dequeue();
        pendingCells = new Queue<int>(marks.In(row));
        if (pendingCells.Count == 0)
        {
            WriteTag();
            return;
        }

        // Cells may be added beyond the stated span, which is only a hint.
        var wasEmpty = source.IsEmpty;
        Write($"<{prefix}row{Attributes("spans")}>");
        if (wasEmpty)
            EndRow();
    }

    private void EndRow()
    {
        AddCellsBefore(int.MaxValue);
        Write($"</{prefix}row>");
    }

    private void CopyCell()
    {
        var address = XmlAttributes.Find(source.Tag, "r"u8);
        column =
            address is not null && Columns.TryParse(Encoding.UTF8.GetBytes(address), out _, out var stated)
                ? stated
                : column + 1;
        AddCellsBefore(column);
        if (!pendingCells.TryPeek(out var marked) || marked != column)
        {
            WriteTag();
            return;
        }

        pendingCells.Dequeue();
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<{prefix}c{Attributes("s")} s=\"{styles.RedTwin(NumberOf("s"u8) ?? 0)}\"{(source.IsEmpty ? "/" : "")}>"
            )
        );
    }

    private void AddRowsBefore(int limit)
    {
        while (pendingRows.TryPeek(out var next) && next < limit)
        {
            pendingRows.Dequeue();
            Write(string.Create(CultureInfo.InvariantCulture, $"<{prefix}row r=\"{next}\">"));
            foreach (var cell in marks.In(next))
                AddCell(next, cell);
            Write($"</{prefix}row>");
        }
    }

    private void AddCellsBefore(int limit)
    {
        while (pendingCells.TryPeek(out var next) && next < limit)
            AddCell(row, pendingCells.Dequeue());
    }

    private void AddCell(int inRow, int inColumn) =>
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<{prefix}c r=\"{Columns.Address(inRow, inColumn)}\" s=\"{styles.RedTwin(0)}\"/>"
            )
        );

    private int? NumberOf(ReadOnlySpan<byte> name) =>
        int.TryParse(
            XmlAttributes.Find(source.Tag, name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    /// <summary>The attributes of the current tag but one, as they are.</summary>
    private string Attributes(string without)
    {
        var kept = new StringBuilder();
        var attributes = new XmlAttributes(source.Tag);
        while (attributes.Next())
        {
            var name = Encoding.UTF8.GetString(attributes.Name);
            if (name != without)
                kept.Append(' ')
                    .Append(name)
                    .Append("=\"")
                    .Append(Encoding.UTF8.GetString(attributes.Value).Replace("\"", "&quot;", StringComparison.Ordinal))
                    .Append('"');
        }

        return kept.ToString();
    }

    private static string PrefixOf(ReadOnlySpan<byte> tag)
    {
        var name = XmlScanner.LocalName(tag);
        var start = tag.IndexOf(name);
        return Encoding.UTF8.GetString(tag[..start]);
    }

    private void WriteTag() => target.Write(source.RawToken[source.RawText.Length..]);

    private void Write(string text) => target.Write(Encoding.UTF8.GetBytes(text));
}
