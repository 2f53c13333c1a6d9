using ExcelDataReader;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Legacy;

/// <summary>Rows of an old or protected workbook.</summary>
internal sealed class LegacySheetReader(
    IExcelDataReader reader,
    IReadOnlyDictionary<(int Row, int Column), string> errors,
    SheetLimits limits
) : ISheetReader
{
    private readonly XlsxRowCells cells = new(limits);

    public int RowNumber { get; private set; }

    public bool RowHidden { get; private set; }

    public int Count => cells.Count;

    public ref readonly SheetCell this[int column] => ref cells[column];

    public double Progress => reader.RowCount <= 0 ? 1 : Math.Min(1, (double)RowNumber / reader.RowCount);

    private readonly HashSet<int> rowsWithErrors = [.. errors.Keys.Select(e => e.Row)];

    private readonly Dictionary<string, FormatMeaning> formats = new(StringComparer.Ordinal);

    public bool Read()
    {
        cells.Clear();
        while (LegacyWorkbook.Guard(reader.Read))
        {
            RowNumber++;
            RowHidden = reader.RowHeight == 0;
            for (var i = 0; i < reader.FieldCount; i++)
                FillCell(i);
            if (rowsWithErrors.Contains(RowNumber))
                FillErrors();
            if (cells.Count > 0)
                return true;
        }

        return false;
    }

    public void Dispose() => reader.Dispose();

    private void FillCell(int column)
    {
        switch (reader.GetValue(column))
        {
            case null:
                break;
            case string text when text.Length > 0:
                cells.Fill(column) = SheetCell.OfText(text);
                break;
            case bool value:
                cells.Fill(column) = SheetCell.OfBoolean(value);
                break;
            case DateTime date:
                // A time of day comes as a moment on the last day of 1899.
                cells.Fill(column) = date.Year < 1900 ? SheetCell.OfTime(date.TimeOfDay) : SheetCell.OfDate(date);
                break;
            case TimeSpan time:
                cells.Fill(column) = SheetCell.OfTime(time);
                break;
            case IConvertible number and not string:
                var format = FormatOf(reader.GetNumberFormatString(column) ?? "General");
                cells.Fill(column) = SheetCell.OfNumber(
                    number.ToDouble(System.Globalization.CultureInfo.InvariantCulture),
                    format.ZeroPad,
                    format.Look
                );
                break;
            default:
                break;
        }
    }

    /// <summary>The library answers nothing for error cells.</summary>
    private void FillErrors()
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (errors.TryGetValue((RowNumber, i), out var code))
                cells.Fill(i) = SheetCell.OfError(code);
        }
    }

    private FormatMeaning FormatOf(string code)
    {
        if (!formats.TryGetValue(code, out var meaning))
            formats[code] = meaning = FormatMeaning.Of(code);
        return meaning;
    }
}
