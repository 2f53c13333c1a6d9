using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>The tree of pages: a branch for every 64 pages, so a user need not read a list of thousands.</summary>
internal sealed class PageTree(PdfFile file)
{
    private const int FanOut = 64;

    private readonly List<int> pages = [];
    private readonly List<int> branches = [];

    public int Count => pages.Count;

    /// <summary>Adds a page and gives the branch that is its parent.</summary>
    public int Add(int page)
    {
        if (pages.Count % FanOut == 0)
            branches.Add(file.NewId());
        pages.Add(page);
        return branches[^1];
    }

    /// <summary>Writes the branches and gives the root.</summary>
    public int Write()
    {
        var level = new List<Node>();
        var kids = pages.ConvertAll(p => new Node(p, 1));
        level.AddRange(kids.Chunk(FanOut).Select((some, i) => Branch(branches[i], some)));
        while (level.Count > 1)
            level = [.. level.Chunk(FanOut).Select(some => Branch(file.NewId(), some))];
        WriteNode(level[0], 0);
        return level[0].Id;
    }

    private sealed record Node(int Id, int Pages)
    {
        public Node[] Kids { get; init; } = [];
    }

    private static Node Branch(int id, Node[] kids) => new(id, kids.Sum(k => k.Pages)) { Kids = kids };

    private void WriteNode(Node node, int parent)
    {
        if (node.Kids.Length == 0)
            return;
        var body = new StringBuilder("<</Type/Pages")
            .Append(parent == 0 ? "" : FormattableString.Invariant($"/Parent {parent} 0 R"))
            .Append(FormattableString.Invariant($"/Count {node.Pages}/Kids["));
        foreach (var kid in node.Kids)
            body.Append(FormattableString.Invariant($"{kid.Id} 0 R "));
        file.Write(node.Id, body.Append("]>>").ToString());
        foreach (var kid in node.Kids)
            WriteNode(kid, node.Id);
    }
}
