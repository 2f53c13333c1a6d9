namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>An element of the structure that screen readers walk.</summary>
/// <param name="kind">A name of the standard: <c>H1</c>, <c>TD</c>.</param>
/// <param name="attributes">Further entries of its dictionary.</param>
internal sealed class PdfTag(int id, string kind, int parent, string attributes)
{
    // Page 0 is an element; else the object of the page and the number of a mark on it.
    private readonly List<(int Page, int Number)> kids = [];

    public int Id => id;

    public string Kind => kind;

    public int Parent => parent;

    public string Attributes => attributes;

    public IReadOnlyList<(int Page, int Number)> Kids => kids;

    public void Add(int page, int number) => kids.Add((page, number));
}

/// <summary>The structure of a document and the marks that tie it to the pages. Where it is off, nothing is written and nothing kept.</summary>
internal sealed class PdfTags
{
    private static readonly PdfTag None = new(0, "", 0, "");

    private readonly PdfFile file;
    private readonly PdfCanvas canvas;
    private readonly PdfBuffer body = new(256);
    private readonly List<int> marksOfPage = [];
    private readonly List<int> pageArrays = [];
    private readonly int root;
    private int page;

    public PdfTags(PdfFile file, PdfCanvas canvas, bool on)
    {
        (this.file, this.canvas, On) = (file, canvas, on);
        Document = None;
        if (!on)
            return;
        root = file.NewId();
        Document = new PdfTag(file.NewId(), "Document", root, "");
    }

    public bool On { get; }

    public PdfTag Document { get; }

    /// <summary>Begins an element below another. It is closed once its content is drawn.</summary>
    public PdfTag Open(string kind, PdfTag parent, string attributes = "")
    {
        if (!On)
            return None;
        var tag = new PdfTag(file.NewId(), kind, parent.Id, attributes);
        parent.Add(0, tag.Id);
        return tag;
    }

    /// <summary>What is drawn up to <see cref="EndMark"/> is content of the element.</summary>
    public void Mark(PdfTag tag)
    {
        if (!On)
            return;
        canvas.BeginMark(tag.Kind, marksOfPage.Count);
        tag.Add(page, marksOfPage.Count);
        marksOfPage.Add(tag.Id);
    }

    /// <summary>What is drawn up to <see cref="EndMark"/> is furniture that is not read aloud.</summary>
    public void Artifact()
    {
        if (On)
            canvas.BeginArtifact();
    }

    public void EndMark()
    {
        if (On)
            canvas.EndMark();
    }

    public void Close(PdfTag tag)
    {
        if (!On)
            return;
        body.Clear();
        body.Put("<</S/"u8);
        body.Put(tag.Kind);
        body.Put("/P "u8);
        body.Reference(tag.Parent);
        body.Put(tag.Attributes);
        PutKids(tag.Kids);
        body.Put(">>"u8);
        file.Write(tag.Id, body.Written);
    }

    /// <summary>An element with all its content in what <paramref name="draw"/> draws on this page.</summary>
    public void Whole(string kind, Action draw, string attributes = "")
    {
        var tag = Open(kind, Document, attributes);
        Mark(tag);
        draw();
        EndMark();
        Close(tag);
    }

    public void BeginPage(int pageId)
    {
        page = pageId;
        marksOfPage.Clear();
    }

    /// <summary>What the page says about its marks.</summary>
    public string EndPage()
    {
        if (!On)
            return "";
        body.Clear();
        body.Put((byte)'[');
        foreach (var tag in marksOfPage)
            body.Reference(tag);
        body.Put((byte)']');
        pageArrays.Add(file.NewId());
        file.Write(pageArrays[^1], body.Written);
        return FormattableString.Invariant($"/StructParents {pageArrays.Count - 1}/Tabs/S");
    }

    /// <summary>Writes what was open and gives the entries of the catalogue.</summary>
    public string Finish()
    {
        if (!On)
            return "";
        Close(Document);
        var byPage = file.NewId();
        body.Clear();
        body.Put("<</Nums["u8);
        for (var i = 0; i < pageArrays.Count; i++)
        {
            body.Put(i);
            body.Put((byte)' ');
            body.Reference(pageArrays[i]);
        }

        body.Put("]>>"u8);
        file.Write(byPage, body.Written);
        file.Write(
            root,
            FormattableString.Invariant(
                $"<</Type/StructTreeRoot/K[{Document.Id} 0 R]/ParentTree {byPage} 0 R/ParentTreeNextKey {pageArrays.Count}>>"
            )
        );
        return FormattableString.Invariant($"/MarkInfo<</Marked true>>/StructTreeRoot {root} 0 R");
    }

    private void PutKids(IReadOnlyList<(int Page, int Number)> kids)
    {
        if (kids.Count == 0)
            return;
        var home = kids.FirstOrDefault(k => k.Page != 0).Page;
        if (home != 0)
        {
            body.Put("/Pg "u8);
            body.Reference(home);
        }

        body.Put("/K["u8);
        foreach (var (on, number) in kids)
        {
            if (on == 0)
                body.Reference(number);
            else if (on == home)
                body.Put(number);
            else
                body.Put(FormattableString.Invariant($"<</Type/MCR/Pg {on} 0 R/MCID {number}>>"));
            body.Put((byte)' ');
        }

        body.Put((byte)']');
    }
}
