namespace ReportsAdmin.Ui.Components;

/// <summary>One line of a <see cref="TrendPlot"/>.</summary>
/// <param name="Color">A CSS colour, as a rule <c>var(--series-1)</c>.</param>
/// <param name="Values">In rupees, one per label.</param>
/// <param name="Dashed">For comparison and targets.</param>
public sealed record TrendLine(string Name, string Color, IReadOnlyList<decimal> Values, bool Dashed = false);
