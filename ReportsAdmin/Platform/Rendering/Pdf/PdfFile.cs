using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>
/// The objects of a PDF, written forward only: nothing is sought, and of what was written only the place of each object is kept (10 bytes).
/// Bytes gather until <see cref="FlushAsync"/>, so drawing is synchronous and the output never blocks a thread.
/// </summary>
internal sealed class PdfFile
{
    private const int FlushAt = 1 << 16;
    private const int PackedObjects = 200;

    // 2 is within a tenth of the size of the usual 6 at half of its time, because a row is one run of text operators.
    private static readonly ZLibCompressionOptions Level = new() { CompressionLevel = 2 };

    private readonly Stream output;
    private readonly PdfBuffer pending = new(FlushAt * 2);
    private readonly PdfBuffer packed = new();
    private readonly PdfBuffer packedHead = new(512);
    private readonly MemoryStream deflated = new();

    // The offset of an object, or the object stream that holds it; Index is -1 for the former.
    private readonly List<(long Place, short Index)> places = [(0, 0)];
    private long flushed;
    private int packId;
    private short packedCount;

    public PdfFile(Stream output)
    {
        this.output = output;
        // Four bytes above 127 tell transports that the file is not text.
        pending.Put("%PDF-1.7\n%"u8);
        pending.Put([0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
    }

    public bool WantsFlush => pending.Length >= FlushAt;

    private long Position => flushed + pending.Length;

    /// <summary>The number of an object that is written later, once.</summary>
    public int NewId()
    {
        places.Add((0, -1));
        return places.Count - 1;
    }

    public async ValueTask FlushAsync(CancellationToken ct)
    {
        await output.WriteAsync(pending.WrittenMemory, ct);
        flushed += pending.Length;
        pending.Clear();
    }

    /// <summary>Writes an object that shares a compressed stream with its neighbours; for everything that is not a stream.</summary>
    public void Write(int id, ReadOnlySpan<byte> body)
    {
        if (packedCount == 0)
            packId = NewId();
        places[id] = (packId, packedCount++);
        packedHead.Put(id);
        packedHead.Put((byte)' ');
        packedHead.Put(packed.Length);
        packedHead.Put((byte)' ');
        packed.Put(body);
        packed.Put((byte)'\n');
        if (packedCount == PackedObjects)
            WritePacked();
    }

    public void Write(int id, string body)
    {
        var bytes = new PdfBuffer(body.Length);
        bytes.Put(body);
        Write(id, bytes.Written);
    }

    /// <param name="dictionary">The entries beside Length and Filter.</param>
    public void WriteStream(int id, string dictionary, ReadOnlySpan<byte> data) =>
        WriteStream(id, dictionary, Deflate(data), "/Filter/FlateDecode");

    /// <param name="filter">How the data are packed already; empty when they are not.</param>
    public void WriteStream(int id, string dictionary, ReadOnlySpan<byte> data, string filter)
    {
        places[id] = (Position, -1);
        pending.Put(id);
        pending.Put(" 0 obj\n<<"u8);
        pending.Put(dictionary);
        pending.Put(filter);
        pending.Put("/Length "u8);
        pending.Put(data.Length);
        pending.Put(">>stream\n"u8);
        pending.Put(data);
        pending.Put("\nendstream\nendobj\n"u8);
    }

    /// <summary>Writes the table of places and the end. The file's identity follows from its content.</summary>
    public void Finish(int catalog, int info)
    {
        if (packedCount > 0)
            WritePacked();
        var id = NewId();
        var start = Position;
        places[id] = (start, -1);
        var table = new byte[places.Count * 9];
        for (var i = 0; i < places.Count; i++)
        {
            var entry = table.AsSpan(i * 9);
            var (place, index) = places[i];
            // The first entry is the head of the list of free objects, by the standard.
            entry[0] =
                i == 0 ? (byte)0
                : index < 0 ? (byte)1
                : (byte)2;
            BinaryPrimitives.WriteUInt16BigEndian(entry[1..], (ushort)(place >> 32));
            BinaryPrimitives.WriteUInt32BigEndian(entry[3..], (uint)place);
            BinaryPrimitives.WriteUInt16BigEndian(
                entry[7..],
                i == 0 ? ushort.MaxValue : (ushort)Math.Max(index, (short)0)
            );
        }

        var identity = Convert.ToHexString(SHA256.HashData(table).AsSpan(0, 16));
        WriteStream(
            id,
            FormattableString.Invariant(
                $"/Type/XRef/Size {places.Count}/W[1 6 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]"
            ),
            table
        );
        pending.Put("startxref\n"u8);
        pending.Put(start);
        pending.Put("\n%%EOF\n"u8);
    }

    private void WritePacked()
    {
        var (count, first) = (packedCount, packedHead.Length);
        packedHead.Put(packed.Written);
        WriteStream(packId, FormattableString.Invariant($"/Type/ObjStm/N {count}/First {first}"), packedHead.Written);
        packedHead.Clear();
        packed.Clear();
        packedCount = 0;
    }

    private ReadOnlySpan<byte> Deflate(ReadOnlySpan<byte> data)
    {
        deflated.SetLength(0);
        using (var packing = new ZLibStream(deflated, Level, leaveOpen: true))
            packing.Write(data);
        return deflated.GetBuffer().AsSpan(0, (int)deflated.Length);
    }
}
