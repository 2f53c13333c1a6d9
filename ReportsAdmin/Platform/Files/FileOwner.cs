using System.Globalization;

namespace ReportsAdmin.Platform.Files;

/// <summary>
/// Whose a file is: a piece of work and which of its attempts. The key says so, which makes it possible to tell exactly, without guessing by
/// age, that the attempt which wrote an unpublished file can never publish it.
/// </summary>
public readonly record struct FileOwner(long Id, long Generation)
{
    // Ordinary keys are version 7 UUIDs, which have a 7 in this place.
    private const int MarkAt = 12;
    private const char Mark = 'a';
    private const long Generations = 1 << 20;

    /// <summary>As a key shows it: only the end of the generation is kept there.</summary>
    public FileOwner Shown => this with { Generation = Generation % Generations };

    /// <summary>Twelve digits for the id, the mark, five for the generation, fourteen at random.</summary>
    internal string NewKey() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Id:x12}{Mark}{Shown.Generation:x5}{Guid.NewGuid().ToString("N")[18..]}"
        );

    /// <summary>The owner that a key names; null when it is an ordinary one.</summary>
    internal static FileOwner? Of(string key) =>
        key[MarkAt] != Mark
            ? null
            : new FileOwner(
                long.Parse(key.AsSpan(0, MarkAt), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                long.Parse(key.AsSpan(MarkAt + 1, 5), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            );
}

/// <summary>A file of an owner as it lies in the store.</summary>
/// <param name="Path">Where it lies, in the words of the place.</param>
/// <param name="Whole">False while it is being written, and for ever when the writer was killed.</param>
public sealed record OwnedFile(FileOwner Owner, string Key, bool Whole, string Path);
