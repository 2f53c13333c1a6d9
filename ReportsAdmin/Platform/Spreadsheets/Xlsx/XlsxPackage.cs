using System.IO.Compression;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>The zip of a workbook: its parts by name and the relations between them, under the limits.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MaxParts = 20_000;

    // Below this size no ratio is harmful, and an empty sheet may have any.
    private const long SmallPart = 64L << 20;

    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly SheetLimits limits;
    private readonly ReadingBudget budget;

    public XlsxPackage(Stream file, SheetLimits limits)
    {
        this.limits = limits;
        try
        {
            zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MaxParts)
                throw new SheetException(
                    SheetFault.Hostile,
                    "The file contains an absurd number of parts. It was not opened."
                );
        }
        catch (Exception cause)
            when (cause is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw SheetException.Damaged(cause);
        }

        long total = 0;
        foreach (var entry in zip.Entries)
        {
            Check(entry, total += entry.Length);
            // Some writers use backslashes or a leading slash.
            parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }

        budget = new ReadingBudget(limits, total);
    }

    public IReadOnlyCollection<string> PartNames => parts.Keys;

    public IEnumerable<ZipArchiveEntry> Entries => zip.Entries;

    public bool Has(string part) => parts.ContainsKey(part);

    /// <summary>Declared size of a part, which is also the most that can come out of it.</summary>
    public long Size(string part) => parts.TryGetValue(part, out var entry) ? entry.Length : 0;

    public Stream Open(string part)
    {
        if (!parts.TryGetValue(part, out var entry))
            throw SheetException.Damaged();
        try
        {
            if (entry.IsEncrypted)
                throw new SheetException(
                    SheetFault.Encrypted,
                    "The file is a password-protected zip. Unpack it and upload the workbook inside."
                );
            return budget.Count(entry.Open());
        }
        catch (Exception cause) when (cause is InvalidDataException or NotSupportedException or IOException)
        {
            throw SheetException.Damaged(cause);
        }
    }

    /// <summary>Opens a part that is going to be held in memory.</summary>
    public Stream OpenSmall(string part)
    {
        if (Size(part) > limits.MaxSmallPartBytes)
            throw new SheetException(
                SheetFault.Hostile,
                "The workbook's settings are larger than any real workbook needs. It was not opened."
            );
        return Open(part);
    }

    /// <summary>The relations of a part (empty name: of the package), targets resolved to part names.</summary>
    public IReadOnlyList<Relation> Relations(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var name = $"{part[..slash]}_rels/{part[slash..]}.rels";
        var relations = new List<Relation>();
        if (!Has(name))
            return relations;
        using var scanner = new XmlScanner(OpenSmall(name));
        while (scanner.Next())
        {
            if (scanner.IsEnd || !scanner.Is("Relationship"u8))
                continue;
            var target = XmlAttributes.Find(scanner.Tag, "Target"u8) ?? "";
            var external = string.Equals(
                XmlAttributes.Find(scanner.Tag, "TargetMode"u8),
                "External",
                StringComparison.OrdinalIgnoreCase
            );
            var type = XmlAttributes.Find(scanner.Tag, "Type"u8) ?? "";
            if (relations.Count == MaxParts)
                throw new SheetException(
                    SheetFault.Hostile,
                    "The file contains an absurd number of relations. It was not opened."
                );
            relations.Add(
                new Relation(
                    XmlAttributes.Find(scanner.Tag, "Id"u8) ?? "",
                    type[(type.LastIndexOf('/') + 1)..],
                    external ? target : Resolve(part[..slash], target),
                    external
                )
            );
        }

        return relations;
    }

    public void Dispose() => zip.Dispose();

    /// <summary>Refuses a file by what its directory declares, before anything is inflated.</summary>
    private void Check(ZipArchiveEntry entry, long total)
    {
        if (entry.Length < 0 || total < 0 || total > limits.MaxInflatedBytes)
            throw new SheetException(
                SheetFault.Hostile,
                $"The file would unpack to more than {limits.MaxInflatedBytes >> 20} MB. It was not opened. Split it into several files."
            );
        if (entry.Length > SmallPart && entry.Length / limits.MaxInflation > entry.CompressedLength)
            throw new SheetException(
                SheetFault.Hostile,
                $"The file would unpack to more than {limits.MaxInflation} times its size, which no real spreadsheet does. It was not opened."
            );
    }

    private static string Resolve(string folder, string target)
    {
        target = target.Replace('\\', '/');
        var segments = new List<string>();
        foreach (
            var segment in (target.StartsWith('/') ? target : folder + target).Split(
                '/',
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("." or ".."))
                segments.Add(segment);
        }

        return string.Join('/', segments);
    }
}

/// <param name="Type">Last word of the type's address, the same in Strict and Transitional files: <c>worksheet</c>, <c>styles</c> …</param>
internal sealed record Relation(string Id, string Type, string Target, bool External);
