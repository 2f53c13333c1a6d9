using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>
/// Stands for a text among the rows of a sheet: 16 bytes that the garbage collector never looks at, instead of a text for
/// each row. Two texts share a key about once in 2^64 sheets of a million rows; the seeds differ from process to process,
/// so nobody can prepare such texts.
/// </summary>
public readonly record struct RecordKey(ulong High, ulong Low)
{
    private const int OnStack = 256;

    private static readonly ulong[] Seeds = MemoryMarshal
        .Cast<byte, ulong>(RandomNumberGenerator.GetBytes(32))
        .ToArray();

    public static RecordKey Of(ReadOnlySpan<char> text)
    {
        var (high, low) = (Seeds[0], Seeds[1] ^ (ulong)text.Length);
        var bytes = MemoryMarshal.AsBytes(text);
        for (; bytes.Length >= 16; bytes = bytes[16..])
            (high, low) = Mix(high, low, MemoryMarshal.Read<ulong>(bytes), MemoryMarshal.Read<ulong>(bytes[8..]));
        Span<byte> rest = stackalloc byte[16];
        bytes.CopyTo(rest);
        rest[bytes.Length..].Clear();
        (high, low) = Mix(high, low, MemoryMarshal.Read<ulong>(rest), MemoryMarshal.Read<ulong>(rest[8..]));
        return new RecordKey(Fold(high ^ Seeds[2], low ^ Seeds[3]), Fold(low ^ Seeds[0], high ^ Seeds[2]));
    }

    /// <summary>The same for texts that differ in letter case alone.</summary>
    public static RecordKey OfAnyCase(ReadOnlySpan<char> text)
    {
        Span<char> upper = text.Length <= OnStack ? stackalloc char[text.Length] : new char[text.Length];
        text.ToUpperInvariant(upper);
        return Of(upper);
    }

    /// <summary>The same for two texts that differ in letter case alone from two others.</summary>
    public static RecordKey OfAnyCase(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var length = one.Length + other.Length + 1;
        Span<char> both = length <= OnStack ? stackalloc char[length] : new char[length];
        one.CopyTo(both);
        both[one.Length] = '\u001f';
        other.CopyTo(both[(one.Length + 1)..]);
        return OfAnyCase(both);
    }

    public override int GetHashCode() => (int)Low;

    private static (ulong High, ulong Low) Mix(ulong high, ulong low, ulong first, ulong second) =>
        (Fold(high ^ first, Seeds[2] ^ second), Fold(low ^ second, Seeds[3] ^ first) + high);

    private static ulong Fold(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        return high ^ low;
    }
}
