using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>Hands the cells of a report to a writer of tables, each by its own type.</summary>
internal static class TableWriting
{
    extension(ITableWriter writer)
    {
        public void Row(ReportRow row)
        {
            writer.BeginRow();
            for (var i = 0; i < row.Columns; i++)
                writer.Cell(row[i]);
            writer.EndRow();
        }

        private void Cell(in ReportCell cell)
        {
            if (cell.IsBlank)
            {
                writer.Blank(cell.Tone);
                return;
            }

            switch (cell.Type)
            {
                case ColumnType.Text:
                    writer.Text(cell.Text, cell.Tone);
                    break;
                case ColumnType.Whole:
                    writer.Whole(cell.Number, cell.Tone);
                    break;
                case ColumnType.Money:
                    writer.Money(cell.Number, cell.Tone);
                    break;
                case ColumnType.Number:
                    writer.Number(cell.Fraction, cell.Tone);
                    break;
                case ColumnType.Date:
                    writer.Date(cell.Date, cell.Tone);
                    break;
                case ColumnType.DateTime:
                    writer.DateTime(cell.DateTimeUtc, cell.Tone);
                    break;
                case ColumnType.Boolean:
                    writer.Boolean(cell.Number != 0, cell.Tone);
                    break;
                default:
                    writer.Decimal(cell.Fraction, cell.Tone);
                    break;
            }
        }
    }
}
