using System.Globalization;
using System.Runtime.CompilerServices;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>What a number format says about the value under it.</summary>
internal readonly record struct FormatMeaning(CellKind Kind, byte ZeroPad, bool Elapsed, AmountLook? Look = null)
{
    public static readonly FormatMeaning Number = new(CellKind.Number, 0, false);
    public static readonly FormatMeaning Date = new(CellKind.Date, 0, false);
    public static readonly FormatMeaning ElapsedTime = new(CellKind.Date, 0, true);

    /// <summary>Reads a format code such as <c>dd/mm/yyyy</c>, <c>[h]:mm</c> or <c>000000</c>. Only the first section counts.</summary>
    public static FormatMeaning Of(string code)
    {
        int zeros = 0,
            others = 0;
        bool date = false,
            placeholder = false,
            elapsed = false;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = EndOf(code, i, '"');
                    others++;
                    break;
                case '[':
                    var end = EndOf(code, i, ']');
                    elapsed |= i + 1 < end && code.AsSpan(i + 1, end - i - 1).Trim("hmsHMS").IsEmpty;
                    i = end;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    others++;
                    break;
                case '0':
                    zeros++;
                    break;
                case '#' or '?':
                    placeholder = true;
                    break;
                case 'd' or 'm' or 'y' or 'h' or 's' or 'D' or 'M' or 'Y' or 'H' or 'S':
                    date = true;
                    break;
                case 'G' or 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    return Number;
                default:
                    others++;
                    break;
            }
        }

        if (elapsed)
            return ElapsedTime;
        // A zero belongs to a date only as a fraction of a second; in "Rs 0.00" the s is no second.
        if (date && !placeholder && (zeros == 0 || code.Contains("s.0", StringComparison.OrdinalIgnoreCase)))
            return Date;
        return zeros > 1 && others == 0 && !placeholder && !date
            ? new FormatMeaning(CellKind.Number, (byte)Math.Min(zeros, 18), false)
            : new FormatMeaning(CellKind.Number, 0, false, AmountLook.Of(code));
    }

    /// <summary>The formats that are known by number alone.</summary>
    public static FormatMeaning OfBuiltIn(int id) =>
        id switch
        {
            46 => ElapsedTime,
            (>= 14 and <= 22) or (>= 27 and <= 36) or 45 or 47 or (>= 50 and <= 58) => Date,
            _ => Number,
        };

    /// <summary>Turns a raw serial into kind and number. Out of range for a date, or shown as a number: it stays a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(ref SheetCell cell, double value, bool is1904)
    {
        if (Kind == CellKind.Number)
            cell.SetNumber(value, CellKind.Number, ZeroPad, Look);
        else if (Elapsed || value is >= 0 and < 1)
            cell.SetNumber(value, CellKind.Time, 0);
        else if (ExcelDate.IsSerial(is1904 ? value + ExcelDate.Shift1904 : value))
            cell.SetNumber(is1904 ? value + ExcelDate.Shift1904 : value, CellKind.Date, 0);
        else
            cell.SetNumber(value, CellKind.Number, 0);
    }

    private static int EndOf(string code, int start, char close)
    {
        var end = code.IndexOf(close, start + 1);
        return end < 0 ? code.Length : end;
    }
}

/// <summary>The meaning of every cell style of a workbook.</summary>
internal static class NumberFormats
{
    public static FormatMeaning[] Read(Stream part)
    {
        using var scanner = new XmlScanner(part);
        var custom = new Dictionary<int, FormatMeaning>();
        var styles = new List<FormatMeaning>();
        bool inFormats = false,
            inStyles = false;
        while (scanner.Next())
        {
            if (scanner.Is("numFmts"u8))
                inFormats = !scanner.IsEnd;
            else if (scanner.Is("cellXfs"u8))
                inStyles = !scanner.IsEnd && !scanner.IsEmpty;
            else if (inFormats && !scanner.IsEnd && scanner.Is("numFmt"u8))
                custom[NumberOf(scanner.Tag)] = FormatMeaning.Of(XmlAttributes.Find(scanner.Tag, "formatCode"u8) ?? "");
            else if (inStyles && !scanner.IsEnd && scanner.Is("xf"u8))
                styles.Add(
                    custom.TryGetValue(NumberOf(scanner.Tag), out var meaning)
                        ? meaning
                        : FormatMeaning.OfBuiltIn(NumberOf(scanner.Tag))
                );
        }

        return [.. styles];
    }

    private static int NumberOf(ReadOnlySpan<byte> tag) =>
        int.TryParse(
            XmlAttributes.Find(tag, "numFmtId"u8),
            NumberStyles.Integer,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;
}
