namespace ReportsAdmin.Features.Administration.Structure;

/// <summary>Departments' ageing in words.</summary>
internal static class DepartmentText
{
    public const string DefaultAgeing = "30, 90, 180 and 365 days, counted from the invoice date";

    /// <summary>The groups between the edges: <c>0–30, 31–90, 91–180, 181–365, over 365</c>.</summary>
    public static string Groups(IReadOnlyList<int> edges) =>
        string.Join(", ", edges.Select((e, i) => $"{(i == 0 ? 0 : edges[i - 1] + 1)}–{e}").Append($"over {edges[^1]}"));

    public static string Basis(bool byDueDate) => byDueDate ? "Due date" : "Invoice date";
}
