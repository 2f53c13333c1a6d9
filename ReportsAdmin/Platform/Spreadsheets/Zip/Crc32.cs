using System.Buffers.Binary;

namespace ReportsAdmin.Platform.Spreadsheets.Zip;

/// <summary>The checksum of zip entries, eight bytes at a step ("slicing by 8").</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>Continues a checksum; start with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        var table = Table;
        crc = ~crc;
        while (data.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc =
                table[0x700 + (low & 255)]
                ^ table[0x600 + (low >> 8 & 255)]
                ^ table[0x500 + (low >> 16 & 255)]
                ^ table[0x400 + (low >> 24)]
                ^ table[0x300 + (high & 255)]
                ^ table[0x200 + (high >> 8 & 255)]
                ^ table[0x100 + (high >> 16 & 255)]
                ^ table[high >> 24];
            data = data[8..];
        }

        foreach (var b in data)
            crc = table[(crc ^ b) & 255] ^ crc >> 8;
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var c = i;
            for (var bit = 0; bit < 8; bit++)
                c = (c & 1) != 0 ? 0xEDB88320u ^ c >> 1 : c >> 1;
            table[i] = c;
        }

        for (var slice = 1; slice < 8; slice++)
        {
            for (var i = 0; i < 256; i++)
                table[slice * 256 + i] = table[(slice - 1) * 256 + i] >> 8 ^ table[table[(slice - 1) * 256 + i] & 255];
        }

        return table;
    }
}
