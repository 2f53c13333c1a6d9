using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Zip;

/// <summary>
/// Writes a zip forward only, so the output need not seek, at deflate level 2, which <c>ZipArchive</c> cannot be given. Times are fixed, so equal content gives equal bytes.
/// </summary>
internal sealed class ZipWriter(Stream output, int level = 2)
{
    // Sizes and offsets are 32-bit; a part that would pass 4 GB is split by whoever writes it.
    private const long MaxSize = uint.MaxValue;

    // UTF-8 names, and sizes behind the data because they are not known before it.
    private const ushort Flags = 0x0808;

    private readonly ZLibCompressionOptions compression = new() { CompressionLevel = level };

    private readonly List<Entry> entries = [];
    private long offset;
    private EntryStream? open;

    private sealed record Entry(byte[] Name, uint Crc, long Packed, long Size, long Offset);

    /// <summary>Names of the parts written so far.</summary>
    public IEnumerable<string> Names => entries.Select(e => Encoding.UTF8.GetString(e.Name));

    /// <summary>Begins a part. It must be disposed before the next one begins.</summary>
    public Stream Begin(string name)
    {
        if (open is not null)
            throw new InvalidOperationException("The previous part is still open.");
        return open = new EntryStream(this, Encoding.UTF8.GetBytes(name));
    }

    /// <summary>Writes the directory. Without it the file is unreadable, so a broken-off one cannot be taken for whole.</summary>
    public void Complete()
    {
        var start = offset;
        Span<byte> header = stackalloc byte[46];
        foreach (var entry in entries)
        {
            header.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 20);
            WriteCommon(header[6..], entry.Name.Length);
            WriteSizes(header[16..], entry.Crc, entry.Packed, entry.Size);
            BinaryPrimitives.WriteUInt32LittleEndian(header[42..], (uint)entry.Offset);
            Write(header);
            Write(entry.Name);
        }

        Span<byte> end = stackalloc byte[22];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)(offset - start));
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)start);
        Write(end);
        output.Flush();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        offset += bytes.Length;
        if (offset > MaxSize)
            throw new InvalidOperationException("A workbook cannot be larger than 4 GB.");
    }

    /// <summary>Version, flags, method, the fixed date 1980-01-01 and the length of the name.</summary>
    private static void WriteCommon(Span<byte> header, int nameLength)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, 20);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 8);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], 0x21);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)nameLength);
    }

    private static void WriteSizes(Span<byte> header, uint crc, long packed, long size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)packed);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)size);
    }

    private sealed class EntryStream : WriteOnlyStream
    {
        private readonly ZipWriter zip;
        private readonly byte[] name;
        private readonly long start;
        private readonly long dataStart;
        private readonly DeflateStream deflate;
        private uint crc;
        private long size;
        private bool closed;

        public EntryStream(ZipWriter zip, byte[] name)
        {
            (this.zip, this.name, start) = (zip, name, zip.offset);
            Span<byte> header = stackalloc byte[30];
            header.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
            WriteCommon(header[4..], name.Length);
            zip.Write(header);
            zip.Write(name);
            dataStart = zip.offset;
            deflate = new DeflateStream(new PackedStream(zip), zip.compression);
        }

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            crc = Crc32.Append(crc, bytes);
            size += bytes.Length;
            if (size > MaxSize)
                throw new InvalidOperationException("A part of a workbook cannot be larger than 4 GB.");
            deflate.Write(bytes);
        }

        protected override void Dispose(bool disposing)
        {
            if (closed || !disposing)
                return;
            closed = true;
            deflate.Dispose();
            var packed = zip.offset - dataStart;
            Span<byte> descriptor = stackalloc byte[16];
            BinaryPrimitives.WriteUInt32LittleEndian(descriptor, 0x08074b50);
            WriteSizes(descriptor[4..], crc, packed, size);
            zip.Write(descriptor);
            zip.entries.Add(new Entry(name, crc, packed, size, start));
            zip.open = null;
        }
    }

    private sealed class PackedStream(ZipWriter zip) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> bytes) => zip.Write(bytes);
    }
}
