using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>A report as content, before any format: what is said, in order. Every format is rendered from this, so none can disagree with another.</summary>
public sealed record ReportDocument
{
    public required string Title { get; init; }

    public string? Subtitle { get; init; }

    /// <summary>A BCP 47 tag: the language screen readers and hyphenation assume.</summary>
    public string Language { get; init; } = "en-IN";

    public required DateTime MadeAtUtc { get; init; }

    /// <summary>The person it was made for, by name.</summary>
    public required string MadeBy { get; init; }

    /// <summary>What the figures rest on, in words: <c>upload #12, 31 Oct 2026</c>.</summary>
    public required string DataAsOf { get; init; }

    /// <summary>Report parameters: filters, period, grouping. All are shown, also those left at "all".</summary>
    public IReadOnlyList<Fact> Parameters { get; init; } = [];

    public IReadOnlyList<Block> Blocks { get; init; } = [];
}

/// <summary>A label with its value, both as a person reads them.</summary>
public sealed record Fact(string Label, string Value);

/// <summary>One part of a report.</summary>
public abstract record Block;

/// <param name="Level">1 to 3; 1 is below the report's title and begins a bookmark.</param>
public sealed record HeadingBlock(string Text, int Level = 1) : Block;

/// <summary>Running text; line breaks are kept.</summary>
public sealed record ParagraphBlock(string Text) : Block;

/// <summary>What follows is an appendix: a new page or sheet.</summary>
public sealed record AppendixBlock(string Title) : Block;

/// <summary>Large figures side by side, at most eight.</summary>
public sealed record KeyFiguresBlock(IReadOnlyList<KeyFigure> Figures) : Block;

/// <summary>Labels with their values, one below the other: what a record says.</summary>
public sealed record FactsBlock(IReadOnlyList<FactLine> Facts) : Block;

/// <param name="Value">Texts of any length are shown whole.</param>
public sealed record FactLine(string Label, ReportCell Value);

/// <param name="Note">What is below the figure, such as the change against the month before.</param>
public sealed record KeyFigure(string Label, ReportCell Value, string? Note = null, CellTone Tone = CellTone.None);

public enum ChartKind
{
    Column,
    StackedColumn,
    Bar,
    Line,
    Donut,
}

/// <param name="Alt">The chart in a sentence, for those who do not see it.</param>
/// <param name="ValueType">How the values are written: <see cref="ColumnType.Money"/> means paise.</param>
public sealed record ChartBlock(
    string Title,
    ChartKind Kind,
    IReadOnlyList<string> Categories,
    IReadOnlyList<ChartSeries> Series,
    string Alt,
    ColumnType ValueType = ColumnType.Money
) : Block
{
    /// <summary>False where a heading above says the title already.</summary>
    public bool ShowsTitle { get; init; } = true;
}

/// <param name="Values">One for each category; paise when the chart's values are money.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal> Values);

/// <summary>A table whose rows are streamed: it is opened again for each rendering and read once, forward.</summary>
/// <param name="Open">Opens the rows; the renderer disposes them.</param>
/// <param name="Rows">How many rows are expected, for progress, page ceilings and the choice between at once and as a job.</param>
public sealed record TableBlock(string Title, IReadOnlyList<ReportColumn> Columns, Func<IRowSource> Open, long Rows)
    : Block
{
    /// <summary>False where a heading above says the title already; the table is still named by it.</summary>
    public bool ShowsTitle { get; init; } = true;
}

/// <param name="Key">Stable name of the column, unique within the table; CSV and JSON use the header and this.</param>
/// <param name="Width">In characters; formats share the width of the page in this proportion.</param>
/// <param name="Total">Summed in the totals row: Whole, Decimal, Money and Percent.</param>
/// <param name="Unique">Texts seldom repeat (an invoice number).</param>
/// <param name="Wrap">Long texts take several lines on paper; without it they are cut with an ellipsis.</param>
public sealed record ReportColumn(
    string Key,
    string Header,
    ColumnType Type,
    double Width,
    bool Total = false,
    bool Unique = false,
    bool Wrap = false
);
