namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>
/// Which tables of a page hold data. The one with the most cells does; those around it only place it on the page, those inside
/// it only format its cells. Titles before it are read too, and tables after it that are as wide: the next pages of a print.
/// </summary>
internal sealed class HtmlLayout
{
    private static readonly HashSet<int> None = [];

    private readonly List<TableFacts> tables = [];

    private HtmlLayout() { }

    public HashSet<int> Inlined { get; } = [];

    public HashSet<int> Read { get; } = [];

    /// <summary>Looks at the whole page once.</summary>
    public static HtmlLayout Of(HtmlTags tags, int maxSpan)
    {
        var layout = new HtmlLayout();
        var walk = new HtmlTables(tags, maxSpan, None);
        while (walk.Next())
        {
            var step = walk.Current;
            if (step.Kind == HtmlStep.Table)
                layout.tables.Add(new TableFacts(step.Table, walk.Parent));
            else if (step.Kind == HtmlStep.Row)
                layout.tables[step.Table].StartRow();
            else if (step.Kind == HtmlStep.Cell)
                layout.tables[step.Table].Add(step.Columns);
        }

        layout.Decide();
        return layout;
    }

    private void Decide()
    {
        if (tables.MaxBy(t => t.Cells) is not { } main)
            return;
        foreach (var table in tables)
        {
            if (IsInside(table.Parent, main.Index) || (table.Parent >= 0 && IsPart(table.Parent)))
                Inlined.Add(table.Index);
            else if (Reads(table))
                Read.Add(table.Index);
        }

        bool Reads(TableFacts table) =>
            table == main || (IsData(table) && (table.Index < main.Index || table.Columns * 2 >= main.Columns));
    }

    private bool IsPart(int index) => Read.Contains(index) || Inlined.Contains(index);

    /// <summary>A table that holds a larger one only places it on the page.</summary>
    private bool IsData(TableFacts table) =>
        !tables.Exists(t => t.Index > table.Index && t.Cells > table.Cells && IsInside(t.Parent, table.Index));

    private bool IsInside(int index, int ancestor)
    {
        while (index >= 0 && index != ancestor)
            index = tables[index].Parent;
        return index >= 0;
    }

    private sealed class TableFacts(int index, int parent)
    {
        private int row;

        public int Index => index;

        public int Parent => parent;

        public int Cells { get; private set; }

        public int Columns { get; private set; }

        public void StartRow() => row = 0;

        public void Add(int span)
        {
            Cells++;
            row += span;
            Columns = Math.Max(Columns, row);
        }
    }
}
