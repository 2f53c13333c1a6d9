using System.Net;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

internal enum HtmlStep
{
    Table,
    Row,
    Cell,
    CellEnd,
    RowEnd,
    TableEnd,
}

/// <summary>Walks over the tables of an HTML page: what programs leave out (<c>&lt;/td&gt;</c>, <c>&lt;/tr&gt;</c>, <c>&lt;tr&gt;</c>, <c>&lt;/table&gt;</c>) is added as browsers do.</summary>
/// <param name="inlined">Tables, by their order in the page, that only set the text of the cell around them.</param>
internal sealed class HtmlTables(HtmlTags tags, int maxSpan, IReadOnlySet<int> inlined)
{
    private readonly List<OpenTable> open = [];
    private readonly Queue<Step> steps = new();
    private bool ended;
    private int count;

    public readonly record struct Step(
        HtmlStep Kind,
        int Table,
        string Text = "",
        int Columns = 1,
        int Rows = 1,
        bool Hidden = false
    );

    public Step Current { get; private set; }

    /// <summary>The table around the one that opens; -1 for none.</summary>
    public int Parent => open.Count > 1 ? open[^2].Index : -1;

    public bool Next()
    {
        while (steps.Count == 0)
        {
            if (ended)
                return false;
            if (tags.Next())
            {
                Collect();
                Handle();
                continue;
            }

            Collect();
            ended = true;
            while (open.Count > 0)
                Close();
        }

        Current = steps.Dequeue();
        return true;
    }

    /// <summary>Text belongs to the innermost open cell.</summary>
    private void Collect()
    {
        if (open.Count > 0 && open[^1].Text is { } text)
            text.Append(tags.Text);
    }

    private void Handle()
    {
        if (tags.IsTag("table"))
            Open();
        else if (tags.IsTag("/table"))
            Close();
        else if (tags.IsTag("td") || tags.IsTag("th"))
            StartCell();
        else if (tags.IsTag("/td") || tags.IsTag("/th"))
            EndCell();
        else if (tags.IsTag("tr"))
            StartRow(tags.IsHidden);
        else if (tags.IsTag("/tr") || tags.IsTag("thead") || tags.IsTag("tbody") || tags.IsTag("tfoot"))
            EndRow();
        else if (open.Count > 0 && open[^1].Text is { } text)
            Break(text);
    }

    private void Break(StringBuilder text)
    {
        if (tags.IsTag("br"))
            text.Append('\n');
        else if (tags.IsTag("p") || tags.IsTag("div") || tags.IsTag("li"))
            text.Append(' ');
    }

    private void Open()
    {
        // A table that opens between two rows follows the one that was never closed.
        if (open.Count > 0 && open[^1] is { Inlined: false, InCell: false })
            Close();
        var index = count++;
        open.Add(
            new OpenTable(index, inlined.Contains(index))
            {
                Text = inlined.Contains(index) && open.Count > 0 ? open[^1].Text : null,
            }
        );
        Add(HtmlStep.Table);
    }

    private void Close()
    {
        if (open.Count == 0)
            return;
        EndRow();
        Add(HtmlStep.TableEnd);
        open.RemoveAt(open.Count - 1);
    }

    private void StartRow(bool hidden)
    {
        // Rows without a table around them are read as those of one.
        if (open.Count == 0)
            Open();
        EndRow();
        open[^1].InRow = true;
        if (!open[^1].Inlined)
            steps.Enqueue(new Step(HtmlStep.Row, open[^1].Index, Hidden: hidden));
    }

    private void EndRow()
    {
        EndCell();
        if (open.Count == 0 || !open[^1].InRow)
            return;
        open[^1].InRow = false;
        Add(HtmlStep.RowEnd);
    }

    private void StartCell()
    {
        EndCell();
        if (open.Count == 0 || !open[^1].InRow)
            StartRow(hidden: false);
        var table = open[^1];
        table.InCell = true;
        if (table.Inlined)
        {
            table.Text?.Append(' ');
            return;
        }

        table.Text = new StringBuilder();
        steps.Enqueue(
            new Step(
                HtmlStep.Cell,
                table.Index,
                Columns: tags.Span("colspan", maxSpan),
                Rows: tags.Span("rowspan", ushort.MaxValue)
            )
        );
    }

    private void EndCell()
    {
        if (open.Count == 0 || !open[^1].InCell)
            return;
        var table = open[^1];
        table.InCell = false;
        if (table.Inlined)
            return;
        steps.Enqueue(new Step(HtmlStep.CellEnd, table.Index, Plain(table.Text!)));
        table.Text = null;
    }

    private void Add(HtmlStep kind)
    {
        if (!open[^1].Inlined)
            steps.Enqueue(new Step(kind, open[^1].Index));
    }

    /// <summary>Line breaks and runs of blanks in the source mean one blank; <c>br</c> was kept apart as a line feed.</summary>
    private static string Plain(StringBuilder source)
    {
        var result = new StringBuilder(source.Length);
        foreach (var chunk in source.GetChunks())
        {
            foreach (var c in chunk.Span)
            {
                if (c is not (' ' or '\t' or '\r'))
                    result.Append(c);
                else if (result.Length > 0 && result[^1] is not (' ' or '\n'))
                    result.Append(' ');
            }
        }

        return WebUtility.HtmlDecode(result.ToString()).Replace('\u00A0', ' ').Trim();
    }

    private sealed class OpenTable(int index, bool inlined)
    {
        public int Index => index;

        public bool Inlined => inlined;

        public bool InRow { get; set; }

        public bool InCell { get; set; }

        public StringBuilder? Text { get; set; }
    }
}
