using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>What the dialogs of a person hold while they are open.</summary>
public sealed class PersonForm
{
    public string Name { get; set; } = "";

    public string Email { get; set; } = "";

    public string Role { get; set; } = RoleNames.Engineer;

    /// <summary>A region code; empty for none.</summary>
    public string Region { get; set; } = "";

    /// <summary>Keys of departments as text; none means all.</summary>
    public IReadOnlyCollection<string> Departments { get; set; } = [];

    public Option? ReportsTo { get; set; }

    public string Designation { get; set; } = "";

    public static PersonForm Of(PersonRow row) =>
        new()
        {
            Name = row.Name,
            Email = row.Email,
            Role = row.Role,
            Region = row.Region ?? "",
            Departments = [.. row.Departments.Select(d => Key(d.Id))],
            ReportsTo = row.ReportsToId is { } id ? new Option(Key(id), row.ReportsTo ?? "") : null,
            Designation = row.Designation ?? "",
        };

    public static string Key(int id) => id.ToString(CultureInfo.InvariantCulture);

    public PersonAssignment ToAssignment() =>
        new(
            Role,
            Region.Length == 0 ? null : Region,
            [.. Departments.Select(d => int.Parse(d, CultureInfo.InvariantCulture)).Order()],
            ReportsTo is null ? null : int.Parse(ReportsTo.Value, CultureInfo.InvariantCulture),
            string.IsNullOrWhiteSpace(Designation) ? null : Designation.Trim()
        );
}
