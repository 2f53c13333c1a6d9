using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Legacy;

/// <summary>The key stream of a password-protected .xls ([MS-OFFCRYPTO], RC4): a new key for every 1024 bytes of the stream.</summary>
internal sealed class BiffCipher
{
    private const int BlockSize = 1024;

    private readonly Func<int, byte[]> keyOf;
    private readonly byte[] block = new byte[BlockSize];
    private int current = -1;

    private BiffCipher(Func<int, byte[]> keyOf) => this.keyOf = keyOf;

    /// <summary>Reads how the workbook is encrypted; null for the obfuscation of Excel 95. That the password is right has been checked.</summary>
    /// <param name="record">The content of the FILEPASS record.</param>
    public static BiffCipher? Of(ReadOnlySpan<byte> record, string? password)
    {
        var text = Encoding.Unicode.GetBytes(password ?? "VelvetSweatshop");
        if (record.Length < 54 || Short(record, 0) != 1)
            return null;
        return (Short(record, 2), Short(record, 4)) switch
        {
            (1, 1) => OfStandard(record.Slice(6, 16), text),
            (2 or 3 or 4, 2) => OfCryptoApi(record[6..], text),
            _ => null,
        };
    }

    /// <summary>The byte that the byte at that place of the stream is combined with.</summary>
    public byte KeyAt(int place)
    {
        if (place / BlockSize != current)
        {
            current = place / BlockSize;
            Fill(keyOf(current));
        }

        return block[place % BlockSize];
    }

    private static BiffCipher OfStandard(ReadOnlySpan<byte> salt, byte[] password)
    {
        var hash = MD5.HashData(password)[..5];
        var salted = new List<byte>();
        for (var i = 0; i < 16; i++)
        {
            salted.AddRange(hash);
            salted.AddRange(salt);
        }

        var start = MD5.HashData([.. salted])[..5];
        return new BiffCipher(number => MD5.HashData([.. start, .. Bytes(number)]));
    }

    private static BiffCipher OfCryptoApi(ReadOnlySpan<byte> info, byte[] password)
    {
        var headerSize = (int)BinaryPrimitives.ReadUInt32LittleEndian(info[4..]);
        var bits = (int)BinaryPrimitives.ReadUInt32LittleEndian(info[(8 + 16)..]);
        var start = SHA1.HashData([.. info.Slice(8 + headerSize + 4, 16), .. password]);
        // Keys of 40 bits are filled up with zeros.
        var (used, length) = bits is 0 or 40 ? (5, 16) : (bits / 8, bits / 8);
        return new BiffCipher(number =>
        {
            var key = new byte[length];
            SHA1.HashData([.. start, .. Bytes(number)]).AsSpan(0, used).CopyTo(key);
            return key;
        });
    }

    /// <summary>RC4, of which .NET has no implementation: the first 1024 bytes of its key stream.</summary>
    private void Fill(byte[] key)
    {
        var state = new byte[256];
        for (var i = 0; i < 256; i++)
            state[i] = (byte)i;
        for (int i = 0, j = 0; i < 256; i++)
        {
            j = (j + state[i] + key[i % key.Length]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
        }

        for (int n = 0, i = 0, j = 0; n < BlockSize; n++)
        {
            i = (i + 1) & 255;
            j = (j + state[i]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
            block[n] = state[(state[i] + state[j]) & 255];
        }
    }

    private static byte[] Bytes(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
