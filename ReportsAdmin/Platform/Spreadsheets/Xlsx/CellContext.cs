using System.Globalization;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>The <c>t</c> attribute of a cell.</summary>
internal enum CellType : byte
{
    Number,
    SharedText,
    InlineText,
    FormulaText,
    Boolean,
    Error,
    IsoDate,
}

/// <summary>What is needed to turn the raw value of a cell into a typed one.</summary>
internal sealed record CellContext(SharedStrings Strings, FormatMeaning[] Formats, bool Is1904)
{
    public static CellType TypeOf(ReadOnlySpan<byte> value) =>
        value switch
        {
            [(byte)'s'] => CellType.SharedText,
            [(byte)'b'] => CellType.Boolean,
            [(byte)'e'] => CellType.Error,
            [(byte)'d'] => CellType.IsoDate,
            _ when value.SequenceEqual("inlineStr"u8) => CellType.InlineText,
            _ when value.SequenceEqual("str"u8) => CellType.FormulaText,
            _ => CellType.Number,
        };

    public void SetNumber(ref SheetCell cell, double value, int style)
    {
        if ((uint)style < (uint)Formats.Length)
            Formats[style].Apply(ref cell, value, Is1904);
        else
            cell.SetNumber(value, CellKind.Number, 0);
    }

    public void SetValue(ref SheetCell cell, CellType type, int style, ReadOnlySpan<byte> raw, int row, int column)
    {
        switch (type)
        {
            case CellType.Number
                when double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number):
                SetNumber(ref cell, number, style);
                break;
            case CellType.SharedText:
                if (
                    !int.TryParse(raw, NumberStyles.Integer, CultureInfo.InvariantCulture, out var index)
                    || (uint)index >= (uint)Strings.Count
                )
                    throw SheetException.Corrupt(
                        $"Cell {Columns.Address(row, column)} refers to a text that is missing from the file. Open the file in Excel and save it again."
                    );
                cell.SetShared(Strings, index);
                break;
            case CellType.Boolean:
                cell = SheetCell.OfBoolean(XmlAttributes.IsTrue(raw.Trim(" \t\r\n"u8)));
                break;
            case CellType.Error:
                cell = SheetCell.OfError(XmlText.Decode(raw));
                break;
            case CellType.IsoDate when ExcelDate.TryParseIso(XmlText.Decode(raw), out var serial, out var kind):
                cell.SetNumber(serial, kind, 0);
                break;
            default:
                // A number or date that is none is kept as text, for the importer to report with its row and column.
                cell = SheetCell.OfText(XmlText.Decode(raw));
                break;
        }
    }
}
