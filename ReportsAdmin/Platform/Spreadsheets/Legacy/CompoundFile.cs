using System.Buffers.Binary;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Legacy;

/// <summary>
/// The container of Excel 97-2003 workbooks and of encrypted ones ([MS-CFB]): a small file system of sectors. Only the
/// streams of its root are found. Damage throws a <see cref="SheetException"/>.
/// </summary>
internal sealed class CompoundFile
{
    private const uint LastSector = 0xFFFFFFFA;
    private const int EntrySize = 128;

    private readonly Stream file;
    private readonly int sectorSize;
    private readonly int miniSectorSize;
    private readonly uint miniCutoff;
    private readonly uint[] table;
    private readonly uint[] miniTable;
    private readonly byte[] directory;

    private CompoundFile(Stream file, ReadOnlySpan<byte> header)
    {
        this.file = file;
        var (shift, miniShift) = (Short(header, 30), Short(header, 32));
        if (shift is not (9 or 12) || miniShift is < 2 or > 9)
            throw SheetException.Damaged();
        (sectorSize, miniSectorSize, miniCutoff) = (1 << shift, 1 << miniShift, Int(header, 56));
        table = ReadTable(header);
        directory = ReadChain(Int(header, 48), long.MaxValue);
        var mini = ReadChain(Int(header, 60), long.MaxValue);
        miniTable = Numbers(mini);
    }

    /// <summary>Opens the container; null when the file is none, such as the bare stream of Excel 4.</summary>
    public static CompoundFile? Open(Stream file)
    {
        Span<byte> header = stackalloc byte[512];
        file.Position = 0;
        if (
            file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || !header.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])
        )
            return null;
        return new CompoundFile(file, header);
    }

    /// <summary>All bytes of a stream of the root; null when there is none of that name.</summary>
    public byte[]? Read(string name)
    {
        if (Find(name) is not { } at)
            return null;
        var entry = directory.AsSpan(at, EntrySize);
        // Old writers leave rubbish in the upper half of the size.
        var size = sectorSize == 512 ? Int(entry, 120) : BinaryPrimitives.ReadInt64LittleEndian(entry[120..]);
        if (size < 0 || size > file.Length)
            throw SheetException.Damaged();
        return size < miniCutoff ? ReadMini(Int(entry, 116), (int)size) : ReadChain(Int(entry, 116), size);
    }

    private static uint Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint[] Numbers(byte[] bytes)
    {
        var numbers = new uint[bytes.Length / 4];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Int(bytes, i * 4);
        return numbers;
    }

    /// <summary>The table that says which sector follows which. Its own sectors are listed in the header, and further ones in a chain of lists.</summary>
    private uint[] ReadTable(ReadOnlySpan<byte> header)
    {
        var sectors = new List<uint>();
        for (var i = 0; i < 109; i++)
            sectors.Add(Int(header, 76 + (i * 4)));
        var perList = (sectorSize / 4) - 1;
        var list = Int(header, 68);
        // What a table for so large a file needs at most, so that a hostile one costs no more.
        var most = (file.Length / sectorSize / (sectorSize / 4)) + 110;
        while (list < LastSector)
        {
            if (sectors.Count > most + perList)
                throw SheetException.Damaged();
            var numbers = Numbers(ReadSector(list));
            sectors.AddRange(numbers.AsSpan(0, perList));
            list = numbers[perList];
        }

        return [.. sectors.Where(s => s < LastSector).SelectMany(s => Numbers(ReadSector(s)))];
    }

    private byte[] ReadSector(uint number)
    {
        var sector = new byte[sectorSize];
        Fill(number, sector);
        return sector;
    }

    private void Fill(uint number, Span<byte> target)
    {
        file.Position = ((long)number + 1) * sectorSize;
        // The last sector may be cut short.
        if (file.Position >= file.Length || file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == 0)
            throw SheetException.Damaged();
    }

    private byte[] ReadChain(uint first, long size)
    {
        var sectors = new List<uint>();
        for (var sector = first; sector < LastSector && (long)sectors.Count * sectorSize < size; sector = table[sector])
        {
            if (sector >= table.Length || sectors.Count >= table.Length)
                throw SheetException.Damaged();
            sectors.Add(sector);
        }

        var bytes = new byte[Math.Min(size, (long)sectors.Count * sectorSize)];
        for (var i = 0; i < sectors.Count; i++)
            Fill(sectors[i], bytes.AsSpan(i * sectorSize, Math.Min(sectorSize, bytes.Length - (i * sectorSize))));
        return size == long.MaxValue || bytes.Length == size ? bytes : throw SheetException.Damaged();
    }

    /// <summary>Small streams lie in sectors of their own size within the stream of the root.</summary>
    private byte[] ReadMini(uint first, int size)
    {
        var container = ReadChain(Int(directory, 116), long.MaxValue);
        var bytes = new byte[size];
        var sector = first;
        for (var at = 0; at < size; at += miniSectorSize)
        {
            var length = Math.Min(miniSectorSize, size - at);
            var from = (long)sector * miniSectorSize;
            if (sector >= miniTable.Length || from + length > container.Length)
                throw SheetException.Damaged();
            container.AsSpan((int)from, length).CopyTo(bytes.AsSpan(at));
            sector = miniTable[sector];
        }

        return bytes;
    }

    /// <summary>Where a stream's entry lies in the directory: streams of embedded objects, which may have the same name, are not the root's.</summary>
    private int? Find(string name)
    {
        if (directory.Length < EntrySize)
            throw SheetException.Damaged();
        var open = new Stack<uint>([Int(directory, 76)]);
        var seen = new HashSet<uint>();
        while (open.TryPop(out var number))
        {
            if (number >= directory.Length / EntrySize || !seen.Add(number))
                continue;
            var at = (int)number * EntrySize;
            var length = Short(directory, at + 64) - 2;
            if (
                length is > 0 and <= 62
                && directory[at + 66] == 2
                && Encoding.Unicode.GetString(directory, at, length).Equals(name, StringComparison.OrdinalIgnoreCase)
            )
                return at;
            open.Push(Int(directory, at + 68));
            open.Push(Int(directory, at + 72));
        }

        return null;
    }
}
