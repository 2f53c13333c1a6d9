using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Administration.Import;

/// <summary>Sheets of people, by address. New people have no password: they are invited to choose one.</summary>
internal sealed class UserImport(TimeProvider time) : IImportTarget
{
    public string Kind => "users";

    public string Title => "Users";

    public ImportProfile Profile { get; } =
        new()
        {
            Group = "People",
            Summary = "One row for each person: role, branch, place in the field, superior",
            RowTitle = "Person",
            Promise =
                "Passwords and departments are never touched, a blank cell keeps what is known, and people that a sheet lacks stay.",
            Understood =
            [
                "A sheet with a few of the columns only",
                "A new superior, when their row comes before their people's rows",
            ],
            Result = new("/admin/people?state=not-invited", "Invite the new people"),
            Permission = PeopleCommands.ManagePermission,
        };

    /// <summary>Its signal makes every node forget what it knew of anybody's rights.</summary>
    public string Topic => CurrentUserAccessor.ChangedTopic;

    public SheetFields Fields => UserFields.All;

    public IReadOnlyList<IStagedTable> Tables { get; } = [StagedPerson.Table];

    public string? MissingFields(IReadOnlySet<string> fields) => UserFields.All.MissingFields(fields, UserFields.Email);

    public string? TotalField(IReadOnlySet<string> fields) => null;

    public void WriteSample(Stream output, int period) =>
        SampleSheet.Write(
            output,
            "Employees",
            ["ABC Agro Company", "Employee master"],
            [
                "E-mail ID",
                "Employee Name",
                "Access",
                "Office",
                "Mobile",
                "Position",
                "Field staff",
                "Zone",
                "Area",
                "HQ",
                "Manager email",
                "Status",
            ],
            [
                "asm.pune@example.com|Kavita Rao|manager|Poona|98220 12345|ASM|yes|West Zone|Pune|Satara|country.manager@example.com|active",
                "tsm.satara@example.com|Amit Verma|Engineer|Pune|098220 55555|TSM|Y|West Zone|Pune|Satara|asm.pune@example.com|yes",
                "tsm.satara@example.com|Amit Verma|Engineer|Pune|098220 55555|TSM|Y|West Zone|Pune|Satara|asm.pune@example.com|yes",
                "mdo.sangli@example.com|Deepa Nair|Engineer|Atlantis||MDO|yes|West Zone|Pune|Sangli|asm.pune@example.com|yes",
                "mdo.akola@example.com|Sanjay Patil|Field Officer|Nagpur||MDO|yes|West Zone|Vidarbha|Akola|nobody@example.com|yes",
                "not an address|Ravi|Engineer|Pune||||||||yes",
            ]
        );

    public async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        return new UserReader(
            await PeopleCommands.KnownAsync(db, ct),
            await PeopleCommands.RolesAsync(db, ct),
            currentUser
        );
    }

    public Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        UserMerge.MergeAsync(db, upload, ct);

    public Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        UserMerge.UndoAsync(db, upload, time.GetUtcNow().UtcDateTime, ct);
}

/// <summary>The columns that a sheet of people may have.</summary>
internal static class UserFields
{
    public const string Email = "email";
    public const string Name = "name";
    public const string Role = "role";
    public const string Branch = "branch";
    public const string Contact = "contact";
    public const string Designation = "designation";
    public const string InField = "inField";
    public const string Zone = "zone";
    public const string FieldRegion = "fieldRegion";
    public const string Territory = "territory";
    public const string ReportsTo = "reportsTo";
    public const string Active = "active";

    public static readonly SheetFields All = new([
        new(
            Email,
            "Email",
            FieldType.Code,
            ["email", "e-mail", "email id", "email address", "user email", "login", "user id", "mail"],
            "tsm.satara@example.com",
            "Identifies the person; they sign in with it."
        ),
        new(
            Name,
            "Name",
            FieldType.Text,
            ["name", "employee name", "full name", "user name", "person"],
            "Amit Verma",
            "Needed for new people."
        ),
        new(
            Role,
            "Role",
            FieldType.Text,
            ["role", "access", "user role", "rights"],
            RoleNames.Engineer,
            "What the person may do; needed for new people.",
            RoleNames.Current
        ),
        new(
            Branch,
            "Branch",
            FieldType.Text,
            ["branch", "office", "branch office", "location"],
            "Pune",
            "The branch that the person sees; Bangalore and Bengaluru are understood.",
            Regions.ActiveNames
        ),
        new(
            Contact,
            "Contact",
            FieldType.Code,
            ["contact", "mobile", "phone", "mobile no", "phone no", "contact no", "contact number"],
            "+91 98220 12345",
            "Optional: a telephone number."
        ),
        new(
            Designation,
            "Designation",
            FieldType.Text,
            ["designation", "position", "title", "job title", "post"],
            "TSM",
            "Optional: TSM, MDO and the like."
        ),
        new(
            InField,
            "In Field",
            FieldType.Text,
            ["in field", "field staff", "field team", "field", "is field"],
            "yes",
            "yes for who visits outlets; blank means no.",
            ["yes", "no"]
        ),
        new(
            Zone,
            "Zone",
            FieldType.Text,
            ["zone", "sales zone"],
            "West Zone",
            "Optional: the person's zone in the field."
        ),
        new(
            FieldRegion,
            "Field Region",
            FieldType.Text,
            ["field region", "region", "sales region", "area"],
            "Pune",
            "Optional: the person's region in the field."
        ),
        new(
            Territory,
            "Territory",
            FieldType.Text,
            ["territory", "hq", "head quarter", "beat", "district"],
            "Satara",
            "Optional: the person's territory in the field."
        ),
        new(
            ReportsTo,
            "Reports To",
            FieldType.Code,
            ["reports to", "manager email", "manager", "superior", "reporting manager", "supervisor", "boss"],
            "asm.pune@example.com",
            "Optional: the address of the superior, who is known or comes earlier in the sheet."
        ),
        new(
            Active,
            "Active",
            FieldType.Text,
            ["active", "is active", "status"],
            "yes",
            "no ends every session of the person at once; blank keeps what is known.",
            ["yes", "no"]
        ),
    ]);
}
