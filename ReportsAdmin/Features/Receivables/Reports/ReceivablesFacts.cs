using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>The parameters of a report over receivables in words, for its document.</summary>
internal sealed class ReceivablesFacts(ReceivablesFilters filters, AccessQueries access)
{
    /// <summary>Every filter that the report declares with what was chosen, the grouping and the current user's scope.</summary>
    public async Task<IReadOnlyList<Fact>> OfAsync(
        CurrentUser currentUser,
        ReportTypeInfo info,
        ReportRequest request,
        ReceivablesFilter filter,
        CancellationToken ct
    )
    {
        var facts = new List<Fact>();
        foreach (var declared in info.Filters)
        {
            if (await TextAsync(currentUser, declared, request, filter, ct) is { } text)
                facts.Add(new(declared.Title, text));
        }

        if (request.GroupBy.Count > 0)
            facts.Add(info.GroupFact(request.GroupBy));
        facts.Add(new("Within", await ScopeAsync(currentUser, ct)));
        return facts;
    }

    /// <summary>Null for a filter that forms do not offer and nobody set.</summary>
    private async Task<string?> TextAsync(
        CurrentUser currentUser,
        ReportFilter declared,
        ReportRequest request,
        ReceivablesFilter filter,
        CancellationToken ct
    )
    {
        if (declared == ReceivablesFilters.Month || declared == ReceivablesFilters.To)
            return filter.Period.ToLongText();
        if (declared == ReceivablesFilters.From)
            return ReceivablesFilters.First(request, filter.Period).ToLongText();
        if (declared == ReceivablesFilters.AsOf)
            return filter.AsOf?.ToString("dd MMM yyyy", CultureInfo.InvariantCulture)
                ?? "the month's last day, or today";
        var values = request.All(declared.Key).Where(v => v.Length > 0).ToList();
        if (declared.Kind == FilterKind.Chosen)
            return values.Count == 0 ? null : Money.GroupWhole(values.Count);
        if (declared.Kind == FilterKind.YesNo)
            return ReceivablesFilters.YesNo(request, declared) == true ? "Yes" : "No";
        if (values.Count == 0)
            return "All";
        var options = await filters.OptionsAsync(currentUser, declared.Key, ct);
        return string.Join(", ", values.Select(v => options.FirstOrDefault(o => o.Value == v)?.Title ?? v));
    }

    private async Task<string> ScopeAsync(CurrentUser currentUser, CancellationToken ct)
    {
        var regions = currentUser.Scope.Regions is { } own
            ? string.Join(", ", own.Select(Regions.Display))
            : "all regions";
        if (currentUser.Scope.DepartmentIds is not { } ids)
            return regions;
        var departments = (await access.DepartmentsAsync(currentUser, ct)).Where(d => ids.Contains(d.Id));
        return $"{regions}; {string.Join(", ", departments.Select(d => d.Name))}";
    }
}
