using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
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

    /// <summary>The first columns of both tables: code, name, search text, location, zone, region, territory, state, branch, active.</summary>
    public static readonly IReadOnlyList<RecordColumn> Columns =
    [
        new("code", Platform.Data.BulkType.Text),
        new("name", Platform.Data.BulkType.Text, "Name"),
        new("search_text", Platform.Data.BulkType.Text),
        new("location", Platform.Data.BulkType.Text, "Location"),
        new("zone", Platform.Data.BulkType.Text, "Zone"),
        new("region", Platform.Data.BulkType.Text, "Region"),
        new("territory", Platform.Data.BulkType.Text, "Territory"),
        new("state", Platform.Data.BulkType.Text, "State"),
        new("branch", Platform.Data.BulkType.Text, "Branch", Show.Branch),
        new("active", Platform.Data.BulkType.Boolean, "Active"),
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
            "The field's zone; needed for new rows."
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
            "The field's territory; needed for new rows."
        ),
        new(
            Branch,
            "Branch",
            FieldType.Text,
            ["branch", "office", "branch office", "depot"],
            "Pune",
            "The branch whose people see it; Bangalore and Bengaluru are understood. Blank: only those who see every branch.",
            [.. Regions.All.Select(r => r.Name)]
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

    /// <summary>The values of <see cref="Columns"/>: what the row says, else what is stored, else nothing. Rows outside the current user's branches are in error.</summary>
    public static object?[] Read(
        RowCells cells,
        CurrentUser currentUser,
        string thing,
        string code,
        StoredRecord? stored
    )
    {
        string Kept(string field, int column, int most) =>
            cells.Text(field, most) ?? stored?.Values[column] as string ?? "";
        string Placed(string field, int column) => stored is null ? cells.Required(field, 60) : Kept(field, column, 60);
        var name = stored is null ? cells.Required(Name, 200) : Kept(Name, 1, 200);
        var known = stored?.Values[0] as string ?? code;
        return
        [
            known,
            name,
            SalesScope.SearchText(known, name),
            Kept(Location, 3, 200),
            Placed(Zone, 4),
            Placed(Region, 5),
            Placed(Territory, 6),
            Kept(State, 7, 60),
            BranchOf(cells, currentUser, thing, known, stored),
            cells.YesNo(Active) ?? stored?.Values[9] ?? true,
        ];
    }

    private static string? BranchOf(
        RowCells cells,
        CurrentUser currentUser,
        string thing,
        string code,
        StoredRecord? stored
    )
    {
        var own = currentUser.Scope.Regions;
        var before = stored?.Values[8] as string;
        if (stored is not null && own is not null && (before is null || !currentUser.Scope.CoversRegion(before)))
            cells.Fault(Code, $"The {thing} {code} is outside your branches.");
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
        return branch;
    }
}
