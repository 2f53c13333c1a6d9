using System.Globalization;
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

    // Only short texts are kept decoded, or a table of long ones would lie in memory twice and more.
    private const int MaxKeptBytes = 512;

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
            return kept[index] ?? Keep(ref kept[index], index);
        ref var slot = ref cache[index & (CacheSize - 1)];
        if (slot.Text is { } known && slot.Index == index)
            return known;
        var decoded = Decode(index);
        if (IsShort(index))
            slot = (index, decoded);
        return decoded;
    }

    /// <param name="declaredBytes">Size of the part: in UTF-8 no text is longer than the XML it is in, so one buffer of that size suffices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SharedStrings Read(Stream part, long declaredBytes, SheetLimits limits)
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
                    offsets = Grow(offsets, limits);
                offsets[count] = used;
                if (used - offsets[count - 1] > limits.MaxTextBytes)
                    throw TooLong();
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

    /// <summary>A text beyond what a cell can hold.</summary>
    public static SheetException TooLong() =>
        new(SheetFault.Hostile, "The file contains a text that is longer than a cell can hold. It was not read.");

    private static int[] Grow(int[] offsets, SheetLimits limits)
    {
        if (offsets.Length > limits.MaxSharedStrings)
            throw new SheetException(
                SheetFault.TooLarge,
                $"The workbook has more than {limits.MaxSharedStrings.ToString("N0", CultureInfo.InvariantCulture)} different texts. Split it into several files."
            );
        Array.Resize(ref offsets, (int)Math.Min(offsets.Length * 2L, limits.MaxSharedStrings + 2L));
        return offsets;
    }

    private string Keep(ref string? slot, int index)
    {
        var decoded = Decode(index);
        if (IsShort(index))
            slot = decoded;
        return decoded;
    }

    private bool IsShort(int index) => offsets[index + 1] - offsets[index] <= MaxKeptBytes;

    private string Decode(int index) =>
        Encoding.UTF8.GetString(text, offsets[index], offsets[index + 1] - offsets[index]);
}
