namespace ReportsAdmin.Ui.Components;

/// <summary>One group of columns of a <see cref="ColumnPlot"/>: a month.</summary>
/// <param name="Values">One per series, in rupees.</param>
/// <param name="Here">The one that the page looks at.</param>
public sealed record PlotColumn(string Name, string Href, IReadOnlyList<decimal> Values, bool Here = false);
