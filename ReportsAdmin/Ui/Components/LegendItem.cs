namespace ReportsAdmin.Ui.Components;

/// <summary>A line of a chart's legend.</summary>
/// <param name="Color">A CSS colour, as a rule <c>var(--ra-…)</c>.</param>
/// <param name="IsLine">Drawn as a line, not as an area.</param>
public sealed record LegendItem(string Text, string Color, bool IsLine = false);
