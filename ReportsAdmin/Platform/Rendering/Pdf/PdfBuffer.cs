using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>Bytes of PDF syntax in a buffer that grows and is used again.</summary>
internal sealed class PdfBuffer(int capacity = 1 << 12)
{
    private byte[] bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets what was written behind a length.</summary>
    public void Back(int length) => Length = length;

    /// <summary>Room for at least so many bytes behind what is written; <see cref="Advance"/> says how many were used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Room(int atLeast)
    {
        if (bytes.Length - Length < atLeast)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + atLeast));
        return bytes.AsSpan(Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count) => Length += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        Length += value.Length;
    }

    public void Put(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    public void Put(long value)
    {
        value.TryFormat(Room(20), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Syntax of plain ASCII.</summary>
    public void Put(ReadOnlySpan<char> ascii) => Length += Encoding.ASCII.GetBytes(ascii, Room(ascii.Length));

    /// <summary>A number given in hundredths, without needless zeros: 1250 is written 12.5.</summary>
    public void Hundredths(int value)
    {
        var room = Room(16);
        var at = 0;
        if (value < 0)
            room[at++] = (byte)'-';
        var magnitude = (uint)Math.Abs((long)value);
        var (whole, rest) = Math.DivRem(magnitude, 100u);
        if (whole < 10)
        {
            // CurrentUserAccessor read .5, but the standard's examples show a digit before the point.
            room[at++] = (byte)('0' + whole);
        }
        else
        {
            whole.TryFormat(room[at..], out var written, default, CultureInfo.InvariantCulture);
            at += written;
        }

        if (rest != 0)
        {
            room[at++] = (byte)'.';
            room[at++] = (byte)('0' + rest / 10);
            if (rest % 10 != 0)
                room[at++] = (byte)('0' + rest % 10);
        }

        Length += at;
    }

    /// <summary><c>12 0 R</c> and a space.</summary>
    public void Reference(int id)
    {
        Put(id);
        Put(" 0 R "u8);
    }

    /// <summary>Any text as a UTF-16 string in hexadecimal; a lone surrogate becomes U+FFFD.</summary>
    public void Text(string text)
    {
        Put("<FEFF"u8);
        Put(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)));
        Put((byte)'>');
    }
}
