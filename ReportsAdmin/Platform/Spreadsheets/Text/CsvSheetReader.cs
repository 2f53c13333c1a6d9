using System.Globalization;
using System.Text;
using CsvHelper;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>Reads separated values row by row.</summary>
internal sealed class CsvSheetReader : ISheetReader
{
    // A quote that is never closed would otherwise swallow the file into one cell.
    private const int MaxRecordBytes = 4 << 20;

    private readonly Stream file;
    private readonly CsvReader reader;
    private readonly XlsxRowCells cells;
    private readonly SheetLimits limits;

    public CsvSheetReader(Stream file, Encoding encoding, char separator, SheetLimits limits)
    {
        (this.file, this.limits) = (file, limits);
        cells = new XlsxRowCells(limits);
        SkipSeparatorLine(file, encoding);
        reader = CsvReader.Create(
            file,
            new CsvReaderOptions
            {
                HasHeader = false,
                Separator = separator,
                Encoding = encoding,
                SkipEmptyLines = false,
                MaxRecordSize = MaxRecordBytes,
            },
            leaveOpen: true
        );
    }

    public int RowNumber { get; private set; }

    public bool RowHidden => false;

    public int Count => cells.Count;

    public ref readonly SheetCell this[int column] => ref cells[column];

    public double Progress => file.Length == 0 ? 1 : Math.Min(1, (double)file.Position / file.Length);

    public bool Read()
    {
        try
        {
            while (reader.Read())
            {
                if (++RowNumber > limits.MaxRows)
                    throw new SheetException(
                        SheetFault.TooLarge,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The file has more than {limits.MaxRows:N0} rows. Split it into several files."
                        )
                    );
                if (FillRow())
                    return true;
            }
        }
        catch (CsvFormatException cause)
        {
            throw SheetException.Corrupt(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Row {RowNumber + 1} cannot be read: a quotation mark is opened and never closed."
                ),
                cause
            );
        }

        cells.Clear();
        return false;
    }

    public void Dispose() => reader.Dispose();

    private bool FillRow()
    {
        cells.Clear();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var text = reader.GetString(i);
            if (text.Length > 0)
                cells.Fill(i) = SheetCell.OfText(FormulaGuard.TakeOff(text));
        }

        return cells.Count > 0;
    }

    /// <summary>A first line <c>sep=;</c> is an instruction to Excel, which does not show it as a row.</summary>
    private static void SkipSeparatorLine(Stream file, Encoding encoding)
    {
        var buffer = new byte[64];
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var text = encoding.GetString(buffer, 0, read);
        var mark = text.StartsWith('\uFEFF') ? 1 : 0;
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var isInstruction =
            text.AsSpan(mark).StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && end is > 0 and < 10;
        file.Position = isInstruction ? encoding.GetByteCount(text.AsSpan(0, end + 1)) : 0;
    }
}
