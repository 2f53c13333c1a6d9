namespace ReportsAdmin.Platform.Http;

/// <summary>The response format and the rate limit of the addresses below a path, where no attribute of an endpoint says otherwise; rooms bring them.</summary>
/// <param name="Pattern">Segments of the path: text, <c>*</c> for any one segment, <c>**</c> at the end for any rest, also an empty one.</param>
/// <param name="ApiFormat">Null where the address answers with a page.</param>
/// <param name="RateLimit">Name of a <see cref="RateLimit"/>; null for no limit.</param>
/// <param name="Methods">HTTP methods; none means all.</param>
public sealed record ApiRoute(string Pattern, IApiFormat? ApiFormat, string? RateLimit, params string[] Methods)
{
    private const string Any = "*";
    private const string Rest = "**";

    private readonly string[] segments = Pattern.Split('/');

    /// <summary>Orders the more specific pattern first: at the first difference text comes before <c>*</c>, and <c>*</c> before <c>**</c>; then a route for some methods before one for all.</summary>
    internal string Order =>
        string.Concat(
            segments.Select(s =>
                s switch
                {
                    Any => '1',
                    Rest => '2',
                    _ => '0',
                }
            )
        ) + (Methods.Length > 0 ? " " : "!");

    internal bool Matches(string[] path, string method)
    {
        if (Methods.Length > 0 && !Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
            return false;
        var open = segments[^1] == Rest;
        var count = open ? segments.Length - 1 : segments.Length;
        return (open ? path.Length >= count : path.Length == count)
            && segments.Take(count).Zip(path).All(s => IsSame(s.First, s.Second));
    }

    private static bool IsSame(string segment, string value) =>
        segment == Any || string.Equals(segment, value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Finds the most specific route of a path.</summary>
public sealed class ApiRoutes(IEnumerable<ApiRoute> routes)
{
    private readonly IReadOnlyList<ApiRoute> routes = [.. routes.OrderBy(r => r.Order, StringComparer.Ordinal)];

    /// <summary>The names of limits that routes use.</summary>
    internal IEnumerable<string> LimitNames => routes.Select(r => r.RateLimit).OfType<string>().Distinct();

    /// <summary>Null when no room knows the address.</summary>
    public ApiRoute? Find(PathString path, string method)
    {
        var parts = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return routes.FirstOrDefault(r => r.Matches(parts, method));
    }

    /// <summary>The format of an address; bare bodies where no room knows it.</summary>
    public IApiFormat FormatOf(PathString path, string method) => Find(path, method)?.ApiFormat ?? ApiFormats.Default;
}
