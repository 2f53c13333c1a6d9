using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Collections.Pages;

/// <summary>The worklist as its address holds it. What cannot be read is ignored.</summary>
public sealed record CollectionState
{
    public const string Path = "/collections";
    public const int PageSize = 25;

    private const string AllEngineers = "all";

    /// <summary><c>all</c>, <c>0</c> for nobody, or the key of an engineer; blank is the person's own list where they change only their own customers.</summary>
    public string Engineer { get; init; } = "";

    public string Region { get; init; } = "";

    public WorklistPart Part { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>The customer whose card is open; null for the first.</summary>
    public int? Customer { get; init; }

    public bool IsNarrowed => Engineer.Length > 0 || Region.Length > 0 || Part != WorklistPart.ToCall;

    /// <summary>The key of the engineer whose customers are shown; null for all, 0 for nobody.</summary>
    public int? EngineerFor(CurrentUser currentUser) =>
        Engineer.Length == 0 ? (currentUser.Scope.ChangesOnlyAssigned ? currentUser.UserId : null)
        : int.TryParse(Engineer, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : null;

    /// <summary>What the filter of engineers shows as chosen.</summary>
    public string ChosenEngineer(CurrentUser currentUser) =>
        EngineerFor(currentUser)?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>The same with another engineer, from the first row; blank for all.</summary>
    public CollectionState WithEngineer(string key, CurrentUser currentUser) =>
        First() with
        {
            Engineer = key.Length == 0 && currentUser.Scope.ChangesOnlyAssigned ? AllEngineers : key,
        };

    /// <summary>The same from the first row, with no card opened.</summary>
    public CollectionState First() => this with { Page = 1, Customer = null };

    public WorklistFilter ToFilter(CurrentUser currentUser) =>
        new(EngineerFor(currentUser), Region.Length == 0 ? null : Region, Part);

    public string ToUri() =>
        QueryHelpers.AddQueryString(
            Path,
            new (string Name, string? Value)[]
            {
                ("engineer", Engineer.Length == 0 ? null : Engineer),
                ("region", Region.Length == 0 ? null : Region),
                ("part", Part == WorklistPart.ToCall ? null : NameOf(Part)),
                ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
                ("customer", Customer?.ToString(CultureInfo.InvariantCulture)),
            }
                .Where(q => q.Value is not null)
                .Select(q => KeyValuePair.Create(q.Name, q.Value))
        );

    public static string NameOf(WorklistPart part) =>
        part switch
        {
            WorklistPart.Waiting => "waiting",
            WorklistPart.All => "all",
            _ => "",
        };

    public static WorklistPart PartOf(string? name) =>
        name switch
        {
            "waiting" => WorklistPart.Waiting,
            "all" => WorklistPart.All,
            _ => WorklistPart.ToCall,
        };
}
