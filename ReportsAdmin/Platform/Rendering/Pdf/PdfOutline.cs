namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>The bookmarks of a document: headings, and the tables below them.</summary>
internal sealed class PdfOutline
{
    private readonly List<Entry> entries = [];

    /// <param name="Top">Points from the bottom of the page.</param>
    private sealed record Entry(int Level, string Title, int Page, double Top, List<Entry> Below)
    {
        public int Id { get; set; }
    }

    /// <param name="level">1 or more; a level that was skipped does no harm.</param>
    public void Add(int level, string title, int page, double top) =>
        entries.Add(new Entry(level, title, page, top, []));

    /// <summary>The entry of the catalogue; empty without bookmarks.</summary>
    public string Write(PdfFile file)
    {
        if (entries.Count == 0)
            return "";
        List<Entry> roots = [];
        var path = new Stack<Entry>();
        foreach (var entry in entries)
        {
            while (path.Count > 0 && path.Peek().Level >= entry.Level)
                path.Pop();
            (path.Count > 0 ? path.Peek().Below : roots).Add(entry);
            path.Push(entry);
        }

        var root = file.NewId();
        foreach (var entry in entries)
            entry.Id = file.NewId();
        WriteLevel(file, root, roots);
        file.Write(
            root,
            FormattableString.Invariant(
                $"<</Type/Outlines/First {roots[0].Id} 0 R/Last {roots[^1].Id} 0 R/Count {roots.Count}>>"
            )
        );
        return FormattableString.Invariant($"/Outlines {root} 0 R");
    }

    private static void WriteLevel(PdfFile file, int parent, List<Entry> siblings)
    {
        var body = new PdfBuffer(256);
        for (var i = 0; i < siblings.Count; i++)
        {
            var entry = siblings[i];
            body.Clear();
            body.Put("<</Title"u8);
            body.Text(entry.Title);
            body.Put(
                FormattableString.Invariant(
                    $"/Parent {parent} 0 R/Dest[{entry.Page} 0 R/XYZ null {entry.Top:0.##} null]"
                )
            );
            if (i > 0)
                body.Put(FormattableString.Invariant($"/Prev {siblings[i - 1].Id} 0 R"));
            if (i < siblings.Count - 1)
                body.Put(FormattableString.Invariant($"/Next {siblings[i + 1].Id} 0 R"));
            // A negative count: what is below is folded away.
            if (entry.Below.Count > 0)
                body.Put(
                    FormattableString.Invariant(
                        $"/First {entry.Below[0].Id} 0 R/Last {entry.Below[^1].Id} 0 R/Count {-entry.Below.Count}"
                    )
                );
            body.Put(">>"u8);
            file.Write(entry.Id, body.Written);
            WriteLevel(file, entry.Id, entry.Below);
        }
    }
}
