using System.Globalization;

namespace ReportsAdmin.Features.Dashboard.Pages;

/// <summary>What the approvals page shows, as its address holds it.</summary>
public sealed record ApprovalsState
{
    public const string Path = "/field/approvals";
    public const int PageSize = 20;

    /// <summary>Those that were decided; else those that wait.</summary>
    public bool Decided { get; init; }

    public ApprovalKind? Kind { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Anything odd in an address is left out.</summary>
    public static ApprovalsState Of(string? tab, string? kind, string? page) => new() { Decided = tab == "decided", Kind = ApprovalKinds.Parse(kind), Page = FieldState.PageOf(page) };

    public string ToUri() => FieldState.Uri(Path, ("tab", Decided ? "decided" : null), ("kind", Kind is { } kind ? ApprovalKinds.KeyOf(kind) : null), ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null));
}
