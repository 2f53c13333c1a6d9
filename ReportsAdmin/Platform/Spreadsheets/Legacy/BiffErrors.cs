using System.Buffers.Binary;

namespace ReportsAdmin.Platform.Spreadsheets.Legacy;

/// <summary>
/// Finds the error cells of Excel 5 to 2003 workbooks ([MS-XLS]), which the library reads as blank: their records say
/// <c>#N/A</c> or <c>#REF!</c> where a number would be.
/// </summary>
internal sealed class BiffErrors
{
    private const int Bof = 0x0809;
    private const int Eof = 0x000A;
    private const int FilePass = 0x002F;
    private const int BoundSheet = 0x0085;
    private const int BoolErr = 0x0205;
    private const int OldBoolErr = 0x0005;

    // More of them than this are no sheet that anybody could correct.
    private const int MaxErrors = 1_000_000;

    private readonly byte[] stream;
    private readonly BiffCipher? cipher;
    private readonly List<int> sheets = [];

    private BiffErrors(byte[] stream, string? password)
    {
        this.stream = stream;
        cipher = ReadGlobals(password);
    }

    /// <summary>The error cells of each worksheet, row (from 1) and column (from 0) to code; the order is that of the worksheets.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<(int Row, int Column), string>> Of(Stream file, string? password)
    {
        var stream = CompoundFile.Open(file) is { } container
            ? container.Read("Workbook") ?? container.Read("Book")
            : Bare(file);
        if (stream is null)
            return [];
        var workbook = new BiffErrors(stream, password);
        return [.. workbook.sheets.Select(workbook.ErrorsOf)];
    }

    /// <summary>Workbooks of Excel 2 to 4 are one stream without a container.</summary>
    private static byte[] Bare(Stream file)
    {
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Notes where the worksheets begin, and how their records are encrypted.</summary>
    private BiffCipher? ReadGlobals(string? password)
    {
        BiffCipher? found = null;
        for (var at = 0; Next(ref at, out var record) && record.Type != Eof; )
        {
            if (record.Type == FilePass)
                found = BiffCipher.Of(stream.AsSpan(record.Start, record.Length), password);
            // The offset of a sheet is never encrypted; the byte of its sort is.
            else if (record is { Type: BoundSheet, Length: > 6 } && Byte(record.Start + 5, found) == 0)
                sheets.Add((int)BinaryPrimitives.ReadUInt32LittleEndian(stream.AsSpan(record.Start)));
        }

        if (sheets.Count == 0)
            sheets.Add(0);
        return found;
    }

    private Dictionary<(int Row, int Column), string> ErrorsOf(int sheet)
    {
        var errors = new Dictionary<(int Row, int Column), string>();
        var depth = 0;
        for (var at = sheet; at >= 0 && Next(ref at, out var record); )
        {
            if (record.Type == Bof)
                depth++;
            else if (record.Type == Eof && --depth <= 0)
                break;
            // Charts within the sheet have cells of their own.
            if (depth <= 1 && CodeOf(record) is { } code)
                errors[(Short(record.Start) + 1, Short(record.Start + 2))] = code;
            if (errors.Count > MaxErrors)
                throw new SheetException(
                    SheetFault.TooLarge,
                    "The workbook holds more error cells than can be listed. Correct its formulas in Excel."
                );
        }

        return errors;
    }

    /// <summary>The code of an error cell, or of a formula that ended in an error; null for any other record.</summary>
    private string? CodeOf(Record record)
    {
        var at = record.Start;
        return record switch
        {
            { Type: BoolErr, Length: >= 8 } when Byte(at + 7, cipher) == 1 => Name(Byte(at + 6, cipher)),
            { Type: OldBoolErr, Length: >= 9 } when Byte(at + 8, cipher) == 1 => Name(Byte(at + 7, cipher)),
            { Type: 0x0006 or 0x0206 or 0x0406, Length: >= 14 } when IsError(at + 6) => Name(Byte(at + 8, cipher)),
            _ => null,
        };
    }

    /// <summary>The eight bytes of a formula's result begin with 2 and end with FFFF where it is an error.</summary>
    private bool IsError(int at) =>
        Byte(at, cipher) == 2 && Byte(at + 6, cipher) == 0xFF && Byte(at + 7, cipher) == 0xFF;

    private static string Name(int code) =>
        code switch
        {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            0x2A => "#N/A",
            _ => "#ERROR!",
        };

    private int Byte(int at, BiffCipher? by) => stream[at] ^ (by?.KeyAt(at) ?? 0);

    private int Short(int at) => Byte(at, cipher) | (Byte(at + 1, cipher) << 8);

    private bool Next(ref int at, out Record record)
    {
        record = default;
        if (at < 0 || at + 4 > stream.Length)
            return false;
        var header = stream.AsSpan(at, 4);
        record = new Record(
            BinaryPrimitives.ReadUInt16LittleEndian(header),
            at + 4,
            BinaryPrimitives.ReadUInt16LittleEndian(header[2..])
        );
        at = record.Start + record.Length;
        return at <= stream.Length;
    }

    private readonly record struct Record(int Type, int Start, int Length);
}
