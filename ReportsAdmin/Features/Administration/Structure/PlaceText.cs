using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Administration.Structure;

/// <summary>What refers to a zone or territory, in words.</summary>
internal static class PlaceText
{
    /// <summary><c>12 distributors, 40 outlets</c>, or a dash.</summary>
    public static string Uses(IReadOnlyList<UseCount> uses) =>
        uses.Count == 0 ? "–" : string.Join(", ", uses.Select(u => $"{Money.GroupWhole(u.Count)} {u.Title}"));
}
