using System.Globalization;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

public enum ApprovalsTab
{
    Pending,
    Decided,
    Mine,
}

/// <summary>Tab, filter and page of the approvals page, as held in its address.</summary>
public sealed record ApprovalsState
{
    public const string Path = "/field/approvals";
    public const int PageSize = 20;

    public ApprovalsTab Tab { get; init; }

    public ApprovalKind? Kind { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Unknown values of the address are ignored, and so are tabs that the user may not open.</summary>
    public static ApprovalsState Of(string? tab, string? kind, string? page, bool decides, bool requests) =>
        new()
        {
            Tab = TabOf(tab, decides, requests),
            Kind = ApprovalKinds.Parse(kind),
            Page = PageNumbers.Of(page),
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
