using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>The four numbers of days at which one age group ends and the next begins.</summary>
public static class AgeEdges
{
    public const int Count = 4;
    public const int MaxDays = 3650;

    /// <summary>As the column holds them: <c>30,90,180,365</c>.</summary>
    /// <exception cref="DomainException">Invalid: not four ascending numbers from 1 to <see cref="MaxDays"/>.</exception>
    public static string Write(IReadOnlyList<int> edges) =>
        edges.Count == Count
        && edges[0] >= 1
        && edges[^1] <= MaxDays
        && edges.Zip(edges.Skip(1)).All(p => p.First < p.Second)
            ? string.Join(',', edges.Select(e => e.ToString(CultureInfo.InvariantCulture)))
            : throw DomainException.Invalid(
                "edges",
                $"Give four ascending numbers of days between 1 and {MaxDays}, for example 30, 90, 180 and 365."
            );

    public static IReadOnlyList<int> Read(string edges) =>
        [.. edges.Split(',').Select(e => int.Parse(e, CultureInfo.InvariantCulture))];
}
