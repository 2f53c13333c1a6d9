namespace ReportsAdmin.Platform.Rendering;

/// <summary>The report types of all rooms. Checks requests against what a type declares.</summary>
public sealed class ReportCatalog(IEnumerable<IReportType> types)
{
    private readonly Dictionary<string, IReportType> byKey = types.ToDictionary(
        t => t.Info.Key,
        StringComparer.Ordinal
    );

    /// <summary>The types the current user may run, in the order of category and title.</summary>
    public IReadOnlyList<IReportType> Of(CurrentUser currentUser) =>
        [
            .. byKey
                .Values.Where(t => currentUser.Can(t.Info.Permission))
                .OrderBy(t => t.Info.Category, StringComparer.Ordinal)
                .ThenBy(t => t.Info.Title, StringComparer.Ordinal),
        ];

    public IReportType? Find(string? key) => key is not null && byKey.TryGetValue(key, out var type) ? type : null;

    /// <summary>The type, when it exists and the current user may run it.</summary>
    public IReportType Require(CurrentUser currentUser, string? key)
    {
        var type = Find(key)
            ?? throw DomainException.Invalid(
                "reportType",
                $"'{key}' is not a report type. Use one of: {string.Join(", ", Of(currentUser).Select(t => t.Info.Key))}."
            );
        currentUser.Require(type.Info.Permission);
        return type;
    }

    /// <summary>As <see cref="Check"/>, and refuses values that are not among those the current user may choose.</summary>
    public static async Task<ReportRequest> CheckAsync(
        CurrentUser currentUser,
        IReportType type,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var asked = Check(type.Info, request);
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var filter in type.Info.Filters.Where(f => f.Kind is FilterKind.Choice or FilterKind.Choices))
        {
            var values = asked.All(filter.Key).Where(v => v.Length > 0).ToList();
            if (values.Count == 0)
                continue;
            var options = await type.OptionsAsync(currentUser, filter.Key, ct);
            var unknown = values.Find(v =>
                !IsAll(v) && options.All(o => !o.Value.Equals(v, StringComparison.OrdinalIgnoreCase))
            );
            if (unknown is not null)
                problems[$"parameters.filters.{filter.Key}"] =
                    $"{filter.Title}: '{unknown}' is not among what you may choose.";
        }

        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
        return asked with { Filters = Narrowing(asked.Filters) };
    }

    /// <summary>"All" is the absence of a filter.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Narrowing(
        IReadOnlyDictionary<string, IReadOnlyList<string>> filters
    ) =>
        filters
            .Select(f => (f.Key, Values: f.Value.Where(v => !string.IsNullOrWhiteSpace(v) && !IsAll(v)).ToList()))
            .Where(f => f.Values.Count > 0)
            .ToDictionary(f => f.Key, f => (IReadOnlyList<string>)f.Values);

    private static bool IsAll(string value) => value.Equals("all", StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses what the type does not declare, each with the field named, and fills in default groupings and measures.</summary>
    private static ReportRequest Check(ReportTypeInfo info, ReportRequest request)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!info.UsesDateRange && (request.Start ?? request.End) is not null)
            problems["parameters.dateRange"] = $"{info.Title} takes no date range.";
        if (request.Start > request.End)
            problems["parameters.dateRange"] = "startDate is after endDate.";
        if (!info.UsesIncludeInactive && request.IncludeInactive)
            problems["parameters.includeInactive"] = $"{info.Title} knows no inactive rows.";
        foreach (var (key, values) in request.Filters)
        {
            if (info.Filters.FirstOrDefault(f => f.Key == key) is not { } filter)
                problems[$"parameters.filters.{key}"] =
                    $"{info.Title} has no filter '{key}'; it has {Names(info.Filters.Select(f => f.Key))}.";
            else if (filter.Kind is not (FilterKind.Choices or FilterKind.Chosen) && values.Count > 1)
                problems[$"parameters.filters.{key}"] = $"{filter.Title} takes one value.";
            else if (
                filter.Kind == FilterKind.Day
                && values.FirstOrDefault(v => !string.IsNullOrWhiteSpace(v) && !ApiTime.IsDay(v, out _)) is { } day
            )
                problems[$"parameters.filters.{key}"] =
                    $"{filter.Title}: '{day}' is not a date. Write it as 2025-04-30.";
        }

        foreach (var filter in info.Filters.Where(f => f.Required && request.One(f.Key) is null))
            problems[$"parameters.filters.{filter.Key}"] = $"{filter.Title} is required.";
        Unknown(request.GroupBy, info.Groupings, "parameters.groupBy", "grouping");
        Unknown(request.Measures, info.Measures, "parameters.measures", "measure");
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
        return request with
        {
            GroupBy = Chosen(request.GroupBy, info.Groupings),
            Measures = Chosen(request.Measures, info.Measures),
        };

        void Unknown(IReadOnlyList<string> asked, IReadOnlyList<ReportChoice> declared, string field, string noun)
        {
            if (asked.FirstOrDefault(a => declared.All(d => d.Key != a)) is { } unknown)
                problems[field] =
                    $"{info.Title} has no {noun} '{unknown}'; it has {Names(declared.Select(d => d.Key))}.";
        }
    }

    private static IReadOnlyList<string> Chosen(IReadOnlyList<string> asked, IReadOnlyList<ReportChoice> declared) =>
        asked.Count > 0
            ? [.. asked.Distinct(StringComparer.Ordinal)]
            : [.. declared.Where(d => d.IsDefault).Select(d => d.Key)];

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names) is { Length: > 0 } text ? text : "none";
}
