using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Spreadsheets.Marking;

/// <summary>Copies the rows of any sheet into a new one, each at its row number.</summary>
internal static class RebuiltSheet
{
    public static void Write(
        SheetPart part,
        ISheetReader reader,
        MarkIndex marks,
        Dictionary<(int, int), string> values
    )
    {
        var pending = new Queue<int>(marks.Rows);
        while (reader.Read())
        {
            while (pending.TryPeek(out var next) && next < reader.RowNumber)
                WriteEmptyRow(part, pending.Dequeue(), marks);
            if (pending.TryPeek(out var same) && same == reader.RowNumber)
                pending.Dequeue();
            part.SkipRows(reader.RowNumber - 1 - part.Row);
            part.BeginRow();
            var marked = marks.In(reader.RowNumber);
            var width = Math.Max(reader.Count, marked.Count == 0 ? 0 : marked.Max() + 1);
            for (var column = 0; column < width; column++)
            {
                var bad = marked.Contains(column);
                if (bad)
                    values[(reader.RowNumber, column)] = reader[column].Display;
                WriteCell(part, reader[column], bad ? CellTone.Bad : CellTone.None);
            }

            part.EndRow();
        }

        while (pending.TryDequeue(out var row))
            WriteEmptyRow(part, row, marks);
    }

    private static void WriteEmptyRow(SheetPart part, int row, MarkIndex marks)
    {
        part.SkipRows(row - 1 - part.Row);
        part.BeginRow();
        foreach (var column in marks.In(row))
        {
            part.Skip(column - part.Column);
            part.Blank(CellStyles.Of(CellFormat.General, CellTone.Bad));
        }

        part.EndRow();
    }

    private static void WriteCell(SheetPart part, in SheetCell cell, CellTone tone)
    {
        switch (cell.Kind)
        {
            case CellKind.Number when cell.ZeroPad == 0:
                part.Number(cell.Number, CellStyles.Of(CellFormat.General, tone));
                break;
            case CellKind.Date:
                part.Number(
                    cell.Number,
                    CellStyles.Of(cell.Date.TimeOfDay == TimeSpan.Zero ? CellFormat.Date : CellFormat.DateTime, tone)
                );
                break;
            case CellKind.Boolean:
                part.Boolean(cell.Number != 0, CellStyles.Of(CellFormat.Boolean, tone));
                break;
            default:
                // Codes with leading zeros, times and error codes are kept as they were seen.
                var text = cell.Display;
                if (text.Length == 0)
                    part.Blank(CellStyles.Of(CellFormat.General, tone));
                else
                    part.Text(text, CellStyles.Of(CellFormat.AsText, tone), share: true);
                break;
        }
    }
}
