using System.Runtime.CompilerServices;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>
/// The table of texts of a workbook, kept as one run of UTF-8 with offsets: about a third of the memory of strings. A text
/// is decoded when it is looked at. Texts that repeat (names, cities) are early in the table and are kept; of the others a small
/// cache keeps the latest, so a column of unique ones costs no memory.
/// </summary>
internal sealed class SharedStrings
{
    public static readonly SharedStrings None = new([], [0], 0);

    private const int KeptSize = 1 << 16;
    private const int CacheSize = 1 << 13;

    private readonly byte[] text;
    private readonly int[] offsets;
    private readonly string?[] kept;
    private readonly (int Index, string? Text)[] cache;

    private SharedStrings(byte[] text, int[] offsets, int count)
    {
        (this.text, this.offsets, Count) = (text, offsets, count);
        kept = new string?[Math.Min(count, KeptSize)];
        cache = count <= KeptSize ? [] : new (int, string?)[CacheSize];
    }

    public int Count { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string Get(int index)
    {
        if ((uint)index < (uint)kept.Length)
            return kept[index] ??= Decode(index);
        ref var slot = ref cache[index & (CacheSize - 1)];
        if (slot.Text is null || slot.Index != index)
            slot = (index, Decode(index));
        return slot.Text!;
    }

    /// <param name="declaredBytes">Size of the part: in UTF-8 no text is longer than the XML it is in, so one buffer of that size suffices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SharedStrings Read(Stream part, long declaredBytes)
    {
        using var scanner = new XmlScanner(part);
        // Pages of this buffer that are never written cost no memory.
        var text = GC.AllocateUninitializedArray<byte>(checked((int)declaredBytes + 16));
        var offsets = new int[1024];
        int count = 0,
            used = 0;
        bool inText = false,
            inPhonetic = false,
            closed = false;
        while (scanner.Next())
        {
            var name = scanner.Name;
            if (name.SequenceEqual("si"u8))
            {
                if (!scanner.IsEnd && !scanner.IsEmpty)
                    continue;
                if (++count == offsets.Length)
                    Array.Resize(ref offsets, count * 2);
                offsets[count] = used;
            }
            else if (name is [(byte)'t'])
            {
                if (scanner.IsEnd && inText && !inPhonetic)
                {
                    var raw = scanner.RawText;
                    if (used + raw.Length > text.Length)
                        Array.Resize(ref text, (used + raw.Length) * 2);
                    used += XmlText.Decode(raw, text.AsSpan(used));
                }

                inText = !scanner.IsEnd && !scanner.IsEmpty;
            }
            else if (name.SequenceEqual("rPh"u8))
            {
                // Reading aids for Japanese are not part of the text.
                inPhonetic = !scanner.IsEnd && !scanner.IsEmpty;
            }
            else if (name.SequenceEqual("sst"u8))
            {
                closed = scanner.IsEnd || scanner.IsEmpty;
            }
        }

        return closed ? new SharedStrings(text, offsets, count) : throw SheetException.Damaged();
    }

    private string Decode(int index) =>
        Encoding.UTF8.GetString(text, offsets[index], offsets[index + 1] - offsets[index]);
}
