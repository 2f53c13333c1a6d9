using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>What a table holds, comparable between databases of different kinds.</summary>
/// <param name="Digest">Over all values of all rows, whatever their order; 32 hexadecimal digits.</param>
/// <param name="Sums">Of every money column, in paise.</param>
public sealed record TableDigest(string Table, long Rows, string Digest, IReadOnlyDictionary<string, long> Sums)
{
    /// <summary>The tables that differ, in words; empty when both hold the same.</summary>
    public static IReadOnlyList<string> Differences(
        IReadOnlyList<TableDigest> expected,
        IReadOnlyList<TableDigest> found
    )
    {
        var byName = found.ToDictionary(d => d.Table, StringComparer.Ordinal);
        return
        [
            .. from e in expected
            let f = byName.GetValueOrDefault(e.Table)
            where f is null || f.Rows != e.Rows || f.Digest != e.Digest
            select f is null ? $"{e.Table} is missing"
            : f.Rows != e.Rows ? string.Create(CultureInfo.InvariantCulture, $"{e.Table} has {f.Rows} of {e.Rows} rows")
            : $"{e.Table} has other values",
        ];
    }
}

/// <summary>Adds the rows of a table up. Rows are hashed one by one and their hashes added, so that the order does not matter.</summary>
internal sealed class DigestSum(TableLayout table)
{
    private const string MoneySuffix = "_paise";

    // Microseconds are what both databases keep.
    private const long TicksOfMicrosecond = 10;

    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly (string Name, int At)[] money =
    [
        .. table
            .Columns.Select((c, i) => (c.Name, At: i))
            .Where(c => c.Name.EndsWith(MoneySuffix, StringComparison.Ordinal)),
    ];

    private readonly Dictionary<string, long> sums = table
        .Columns.Where(c => c.Name.EndsWith(MoneySuffix, StringComparison.Ordinal))
        .ToDictionary(c => c.Name, _ => 0L, StringComparer.Ordinal);

    private UInt128 sum;
    private long rows;

    public void Add(object?[] row)
    {
        buffer.ResetWrittenCount();
        foreach (var value in row)
            Write(value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        sum += BinaryPrimitives.ReadUInt128LittleEndian(hash);
        foreach (var (name, at) in money)
            sums[name] += Convert.ToInt64(row[at] ?? 0L, CultureInfo.InvariantCulture);
        rows++;
    }

    public TableDigest Result() => new(table.Name, rows, sum.ToString("x32", CultureInfo.InvariantCulture), sums);

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                Write(0, 0);
                break;
            case string text:
                Write(1, Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, buffer);
                break;
            case byte[] bytes:
                Write(2, bytes.Length);
                buffer.Write(bytes);
                break;
            case DateTime instant:
                Write(3, instant.Ticks / TicksOfMicrosecond);
                break;
            case DateOnly day:
                Write(4, day.DayNumber);
                break;
            case bool flag:
                Write(5, flag ? 1 : 0);
                break;
            case double number:
                Write(7, BitConverter.DoubleToInt64Bits(number));
                break;
            default:
                Write(6, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Write(byte kind, long value)
    {
        var span = buffer.GetSpan(9);
        span[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], value);
        buffer.Advance(9);
    }
}
