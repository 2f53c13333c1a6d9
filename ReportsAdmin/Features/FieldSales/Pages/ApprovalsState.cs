using System.Globalization;
using ReportsAdmin.Features.FieldSales.Approvals;

namespace ReportsAdmin.Features.FieldSales.Pages;

public enum ApprovalsTab
{
    Pending,
    Decided,
    Mine,
}

/// <summary>What the approvals page shows, as its address holds it.</summary>
public sealed record ApprovalsState
{
    public const string Path = "/field/approvals";
    public const int PageSize = 20;

    public ApprovalsTab Tab { get; init; }

    public ApprovalKind? Kind { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Anything odd in an address is left out; so are the tabs that are not for the reader.</summary>
    public static ApprovalsState Of(string? tab, string? kind, string? page, bool decides, bool requests) =>
        new()
        {
            Tab = TabOf(tab, decides, requests),
            Kind = ApprovalKinds.Parse(kind),
            Page = SalesDashboardState.PageOf(page),
        };

    public ApprovalsState At(ApprovalsTab tab) => this with { Tab = tab, Page = 1 };

    public string ToUri() =>
        SalesDashboardState.Uri(
            Path,
            ("tab", Tab == ApprovalsTab.Pending ? null : Tab.ToString().ToLowerInvariant()),
            ("kind", Kind is { } kind ? ApprovalKinds.KeyOf(kind) : null),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null)
        );

    private static ApprovalsTab TabOf(string? tab, bool decides, bool requests) =>
        (tab, decides, requests) switch
        {
            (_, false, _) or ("mine", _, true) => ApprovalsTab.Mine,
            ("decided", _, _) => ApprovalsTab.Decided,
            _ => ApprovalsTab.Pending,
        };
}
