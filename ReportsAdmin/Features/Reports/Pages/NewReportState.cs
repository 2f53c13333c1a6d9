using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Pages;

/// <summary>Values of the new report form. The address holds all of them, so a link opens the form filled in.</summary>
public sealed record NewReportState(string? Type, ReportRequest Request, string Name, string Format)
{
    private static readonly string[] OwnNames =
    [
        "type",
        "template",
        "name",
        "format",
        "groupBy",
        "measures",
        "startDate",
        "endDate",
        "includeInactive",
    ];

    public string? Priority { get; init; }

    public string? Visibility { get; init; }

    public int? DepartmentId { get; init; }

    public string Description { get; init; } = "";

    public string FileName { get; init; } = "";

    public static NewReportState Of(IReadOnlyDictionary<string, StringValues> query)
    {
        string? One(string key) =>
            query.TryGetValue(key, out var value) && value.Count > 0 && !string.IsNullOrWhiteSpace(value[0])
                ? value[0]
                : null;
        IReadOnlyList<string> Many(string key) =>
            query.TryGetValue(key, out var value) ? [.. value.OfType<string>().Where(v => v.Length > 0)] : [];
        return new NewReportState(
            One("type"),
            new ReportRequest
            {
                Start = DateOnly.TryParseExact(One("startDate"), "yyyy-MM-dd", out var start) ? start : null,
                End = DateOnly.TryParseExact(One("endDate"), "yyyy-MM-dd", out var end) ? end : null,
                GroupBy = Many("groupBy"),
                Measures = Many("measures"),
                IncludeInactive = One("includeInactive") == "true",
                Filters = query
                    .Where(q => !OwnNames.Contains(q.Key, StringComparer.Ordinal))
                    .ToDictionary(q => q.Key, q => Many(q.Key), StringComparer.Ordinal),
            },
            One("name") ?? "",
            ReportFormat.Find(One("format"))?.Key ?? ReportFormat.Pdf.Key
        );
    }

    public static NewReportState Of(TemplateRow template) =>
        new(template.ReportType, template.Request, template.Name, template.Format)
        {
            Priority = template.Priority,
            Visibility = template.Visibility,
            DepartmentId = template.DepartmentId,
            Description = template.Description ?? "",
        };

    public static NewReportState Of(ReportJobDetails job) =>
        new(job.Row.ReportType, job.Request, job.Row.Name, job.Row.Format);

    public NewReportState WithFilter(string key, IReadOnlyList<string> values)
    {
        var filters = Request
            .Filters.Where(f => f.Key != key)
            .ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        var given = values.Where(v => !string.IsNullOrWhiteSpace(v)).ToList();
        if (given.Count > 0)
            filters[key] = given;
        return this with { Request = Request with { Filters = filters } };
    }

    /// <summary>Drops the filters that this report type does not declare.</summary>
    public NewReportState For(ReportTypeInfo info) =>
        this with
        {
            Type = info.Key,
            Request = Request with
            {
                Filters = Request
                    .Filters.Where(f => info.Filters.Any(d => d.Key == f.Key))
                    .ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal),
                GroupBy = Declared(Request.GroupBy, info.Groupings),
                Measures = Declared(Request.Measures, info.Measures),
            },
        };

    /// <summary>The first required filter that has no value; null when all have one.</summary>
    public ReportFilter? Missing(ReportTypeInfo info) =>
        info.Filters.FirstOrDefault(f => f.Required && Request.One(f.Key) is null);

    public string ToUri()
    {
        var values = new List<KeyValuePair<string, StringValues>>
        {
            new("type", Type),
            new("name", Name),
            new("format", Format),
        };
        if (Request.Start is { } start)
            values.Add(
                new("startDate", start.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
            );
        if (Request.End is { } end)
            values.Add(new("endDate", end.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        if (Request.IncludeInactive)
            values.Add(new("includeInactive", "true"));
        values.Add(new("groupBy", new StringValues([.. Request.GroupBy])));
        values.Add(new("measures", new StringValues([.. Request.Measures])));
        values.AddRange(
            Request.Filters.Select(f => new KeyValuePair<string, StringValues>(f.Key, new StringValues([.. f.Value])))
        );
        return QueryHelpers.AddQueryString("/reports/new", values.Where(v => !StringValues.IsNullOrEmpty(v.Value)));
    }

    private static IReadOnlyList<string> Declared(IReadOnlyList<string> chosen, IReadOnlyList<ReportChoice> declared) =>
        chosen.Where(c => declared.Any(d => d.Key == c)).ToList() is { Count: > 0 } kept
            ? kept
            : [.. declared.Where(d => d.IsDefault).Select(d => d.Key)];
}
