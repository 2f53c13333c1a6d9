using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>One level of a <see cref="LevelPick"/>.</summary>
/// <param name="Title">One of it: <c>Zone</c>.</param>
/// <param name="All">The choice that removes the filter: <c>All zones</c>.</param>
/// <param name="Chosen">The value of the address; null for all.</param>
/// <param name="Href">The address with another value.</param>
public sealed record FilterLevel(
    string Title,
    string All,
    IReadOnlyList<Option> Names,
    string? Chosen,
    Func<string?, string> Href
)
{
    /// <summary>A chosen name that is not offered is shown as it is.</summary>
    public string? ChosenText => Names.FirstOrDefault(n => n.Value == Chosen)?.Text ?? Chosen;
}
