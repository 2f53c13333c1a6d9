using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>The columns that sheets of distributors and of outlets share, and what they say of a row's place.</summary>
internal static class PlacedFields
{
    public const string Code = "code";
    public const string Name = "name";
    public const string Location = "location";
    public const string Zone = "zone";
    public const string Region = "region";
    public const string State = "state";
    public const string Territory = "territory";
    public const string Branch = "branch";
    public const string Active = "active";
    public const string Outstanding = "outstanding";

    /// <summary>The fields of both tables whose changes people see.</summary>
    public static IReadOnlyList<ShownField<T>> Shown<T>()
        where T : IPlaced =>
        [
            new("Name", x => x.Name),
            new("Location", x => x.Location),
            new("Zone", x => x.Zone),
            new("Region", x => x.Region),
            new("Territory", x => x.Territory),
            new("State", x => x.State),
            new("Branch", x => x.Branch, Show.Branch),
            new("Active", x => x.Active),
        ];

    public static readonly IReadOnlyList<ImportField> Place =
    [
        new(
            Location,
            "Location",
            FieldType.Text,
            ["location", "address", "place", "street"],
            "Plot 12, Market Yard",
            "Address or landmark."
        ),
        new(
            Zone,
            "Zone",
            FieldType.Text,
            ["zone", "sales zone"],
            "West Zone",
            "The field's zone; the company's other spellings are understood. Blank takes the branch's zone; else needed for new rows."
        ),
        new(
            Region,
            "Region",
            FieldType.Text,
            ["region", "sales region", "area"],
            "Pune",
            "The field's region; needed for new rows."
        ),
        new(State, "State", FieldType.Text, ["state", "province"], "Maharashtra", "The state."),
        new(
            Territory,
            "Territory",
            FieldType.Text,
            ["territory", "hq", "head quarter", "beat", "district"],
            "Satara",
            "The field's territory; the company's other spellings are understood. Needed for new rows."
        ),
        new(
            Branch,
            "Branch",
            FieldType.Text,
            ["branch", "office", "branch office", "depot"],
            "Pune",
            "The branch whose people see it; Bangalore and Bengaluru are understood. Blank: only those who see every branch.",
            Regions.ActiveNames
        ),
        new(
            Active,
            "Active",
            FieldType.Text,
            ["active", "is active", "status"],
            "yes",
            "no when it no longer deals with you; blank keeps what is known.",
            ["yes", "no"]
        ),
    ];

    /// <summary>What the row says, else what is stored, else nothing. Rows outside the current user's branches are in error.</summary>
    public static Placed Read(RowCells cells, CurrentUser currentUser, string subject, string code, IPlaced? stored)
    {
        string Kept(string field, string? known, int most) => cells.Text(field, most) ?? known ?? "";
        string Needed(string field, string? known, int most) =>
            stored is null ? cells.Required(field, most) : Kept(field, known, most);
        var known = stored?.Code ?? code;
        var branch = BranchOf(cells, currentUser, subject, known, stored);
        return new Placed
        {
            Code = known,
            Name = Needed(Name, stored?.Name, 200),
            Location = Kept(Location, stored?.Location, 200),
            Zone = ZoneOf(cells, branch, stored),
            Region = Needed(Region, stored?.Region, 60),
            Territory = Regions.TerritoryText(Needed(Territory, stored?.Territory, 60))!,
            State = Kept(State, stored?.State, 60),
            Branch = branch,
            Active = cells.YesNo(Active) ?? stored?.Active ?? true,
        };
    }

    private static string ZoneOf(RowCells cells, string? branch, IPlaced? stored) =>
        cells.Text(Zone, 60) is { } text ? Regions.ZoneText(text)!
        : stored is { Zone.Length: > 0 } ? stored.Zone
        : branch is not null && Regions.ZoneOf(branch) is { } zone ? zone.Name
        : stored is null ? cells.Required(Zone, 60)
        : "";

    private static string? BranchOf(
        RowCells cells,
        CurrentUser currentUser,
        string subject,
        string code,
        IPlaced? stored
    )
    {
        var own = currentUser.Scope.Regions;
        var before = stored?.Branch;
        if (stored is not null && own is not null && (before is null || !currentUser.Scope.CoversRegion(before)))
            cells.Fault(Code, $"The {subject} {code} is outside your branches.");
        if (cells.Text(Branch, 60) is not { } text)
        {
            if (before is not null)
                return before;
            if (own is { Count: 1 })
                return own[0];
            if (own is not null && stored is null)
                cells.Fault(Branch, "The branch is blank, and you have several.");
            return null;
        }

        var branch = Regions.Parse(text);
        if (branch is null)
            cells.Fault(Branch, $"'{text}' is not one of the branches.");
        else if (!currentUser.Scope.CoversRegion(branch))
            cells.Fault(Branch, $"{Regions.Display(branch)} is outside your branches.");
        else if (branch != before && !Regions.IsActive(branch))
            cells.Fault(Branch, $"{Regions.Display(branch)} is inactive.");
        return branch;
    }
}

/// <summary>What a sheet of distributors or outlets says of one of them.</summary>
internal sealed record Placed : IPlaced
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public string SearchText => SalesScope.SearchText(Code, Name);

    public required string Location { get; init; }

    public required string Zone { get; init; }

    public required string Region { get; init; }

    public required string Territory { get; init; }

    public required string State { get; init; }

    public required string? Branch { get; init; }

    public required bool Active { get; init; }
}
