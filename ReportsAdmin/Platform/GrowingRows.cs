namespace ReportsAdmin.Platform;

/// <summary>A list that grows without moving what it holds: with hundreds of thousands of rows the copies of a growing array cost more than the rows.</summary>
public sealed class GrowingRows<T>
    where T : struct
{
    // Small enough for rows of 80 bytes to stay out of the large object heap.
    private const int BlockRows = 1024;

    private readonly List<T[]> blocks = [];

    public int Count { get; private set; }

    public ref readonly T this[int at] => ref blocks[at / BlockRows][at % BlockRows];

    /// <summary>Adds a row and answers its place.</summary>
    public int Add(in T row)
    {
        if (Count == blocks.Count * BlockRows)
            blocks.Add(new T[BlockRows]);
        blocks[^1][Count % BlockRows] = row;
        return Count++;
    }
}
