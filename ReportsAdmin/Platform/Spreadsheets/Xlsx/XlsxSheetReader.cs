using System.Globalization;
using System.Runtime.CompilerServices;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>Reads the rows of one worksheet part. Plain cells take <see cref="FastCells"/>; anything unusual is read tag by tag here.</summary>
internal sealed class XlsxSheetReader : ISheetReader
{
    private readonly XmlScanner scanner;
    private readonly long size;
    private readonly CellContext context;
    private readonly XlsxRowCells cells;
    private readonly SheetLimits limits;
    private bool inSheetData;
    private bool done;

    public XlsxSheetReader(
        Stream part,
        long size,
        SharedStrings strings,
        FormatMeaning[] formats,
        bool is1904,
        SheetLimits limits
    )
    {
        (this.size, this.limits) = (size, limits);
        scanner = new XmlScanner(part);
        cells = new XlsxRowCells(limits);
        context = new CellContext(strings, formats, is1904);
    }

    public int RowNumber { get; private set; }

    public bool RowHidden { get; private set; }

    public int Count => cells.Count;

    public ref readonly SheetCell this[int column] => ref cells[column];

    public double Progress => done || size <= 0 ? 1 : Math.Min(1, (double)scanner.BytesRead / size);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        if (done || !EnterSheetData())
            return false;
        while (scanner.Next())
        {
            if (scanner.IsEnd && scanner.Is("sheetData"u8))
                return Finish();
            if (scanner.IsEnd || !scanner.Is("row"u8))
                continue;
            cells.Clear();
            var numbered = StartRow();
            if (!scanner.IsEmpty)
                ReadCells(numbered);
            if (cells.Count > 0)
                return true;
        }

        throw SheetException.Damaged();
    }

    public void Dispose() => scanner.Dispose();

    private bool EnterSheetData()
    {
        if (inSheetData)
            return true;
        while (scanner.Next())
        {
            if (!scanner.IsEnd && scanner.Is("sheetData"u8))
            {
                if (scanner.IsEmpty)
                    return Finish();
                return inSheetData = true;
            }

            if (scanner.IsEnd && scanner.Is("worksheet"u8))
                return Finish();
        }

        throw SheetException.Damaged();
    }

    private bool Finish()
    {
        cells.Clear();
        done = true;
        return false;
    }

    /// <summary>Reads number and visibility of the row; false when the row does not say its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool StartRow()
    {
        int number = 0;
        RowHidden = false;
        var attributes = new XmlAttributes(scanner.Tag);
        while (attributes.Next())
        {
            if (
                attributes.Is("r"u8)
                && !int.TryParse(attributes.Value, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            )
                throw SheetException.Damaged();
            if (attributes.Is("hidden"u8))
                RowHidden = XmlAttributes.IsTrue(attributes.Value);
        }

        GoToRow(number == 0 ? RowNumber + 1 : number);
        return number != 0;
    }

    public static SheetException TooManyRows(SheetLimits limits) =>
        new(
            SheetFault.TooLarge,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The sheet has more than {limits.MaxRows:N0} rows. Split it into several files."
            )
        );

    private void GoToRow(int number)
    {
        if (number <= RowNumber)
            throw SheetException.Corrupt(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The rows of the sheet are out of order at row {number}. Open the file in Excel and save it again."
                )
            );
        if (number > limits.MaxRows)
            throw TooManyRows(limits);
        RowNumber = number;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadCells(bool numbered)
    {
        var column = -1;
        if (numbered)
            FastCells.Read(scanner, cells, context, ref column);
        while (scanner.Next())
        {
            if (scanner.IsEnd)
            {
                if (scanner.Is("row"u8))
                    return;
                continue;
            }

            if (!scanner.Is("c"u8))
                continue;
            column = ReadCell(column + 1, ref numbered);
            FastCells.Read(scanner, cells, context, ref column);
        }

        throw SheetException.Damaged();
    }

    /// <summary>Reads a cell of any shape; returns its column.</summary>
    private int ReadCell(int column, ref bool numbered)
    {
        var type = CellType.Number;
        var style = 0;
        var attributes = new XmlAttributes(scanner.Tag);
        while (attributes.Next())
        {
            if (attributes.Is("r"u8))
                column = ReadAddress(attributes.Value, ref numbered);
            else if (attributes.Is("s"u8))
                _ = int.TryParse(attributes.Value, NumberStyles.None, CultureInfo.InvariantCulture, out style);
            else if (attributes.Is("t"u8))
                type = CellContext.TypeOf(attributes.Value);
        }

        if (column >= limits.MaxColumns)
            throw new SheetException(
                SheetFault.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The sheet has more than {limits.MaxColumns:N0} columns.")
            );
        numbered = true;
        if (!scanner.IsEmpty)
            ReadContent(column, type, style);
        return column;
    }

    private void ReadContent(int column, CellType type, int style)
    {
        bool formula = false,
            valued = false,
            phonetic = false;
        string? inline = null;
        while (scanner.Next())
        {
            var name = scanner.Name;
            if (name is [(byte)'c'] && scanner.IsEnd)
                break;
            if (name is [(byte)'f'])
            {
                formula = true;
            }
            else if (name is [(byte)'v'] && scanner.IsEnd)
            {
                var raw = scanner.RawText;
                if (raw.IsEmpty && (type != CellType.FormulaText || !formula))
                    continue;
                if (raw.Length > limits.MaxTextBytes)
                    throw SharedStrings.TooLong();
                context.SetValue(ref cells.Fill(column), type, style, raw, RowNumber, column);
                valued = true;
            }
            else if (name.SequenceEqual("rPh"u8))
            {
                phonetic = !scanner.IsEnd && !scanner.IsEmpty;
            }
            else if (name is [(byte)'t'] && scanner.IsEnd && type == CellType.InlineText && !phonetic)
            {
                inline += XmlText.Decode(scanner.RawText);
                if (inline.Length > limits.MaxTextBytes)
                    throw SharedStrings.TooLong();
            }
        }

        if (valued)
            return;
        if (inline is not null)
            cells.Fill(column) = SheetCell.OfText(inline);
        else if (formula)
            cells.Fill(column) = SheetCell.OfUncalculated();
    }

    /// <summary>The column of an address. A row without a number takes it from its first cell.</summary>
    private int ReadAddress(ReadOnlySpan<byte> address, ref bool numbered)
    {
        if (!Columns.TryParse(address, out var row, out var column))
            throw SheetException.Damaged();
        if (!numbered && row > RowNumber)
            GoToRow(row);
        return column;
    }
}
