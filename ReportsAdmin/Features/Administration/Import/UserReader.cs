using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Administration.Import;

/// <summary>Reads the rows of one sheet of people against who is known.</summary>
internal sealed class UserReader(Dictionary<string, KnownPerson> known, RoleSet roles, CurrentUser currentUser)
    : IRowReader
{
    private readonly Dictionary<string, string?> superiors = known.ToDictionary(
        k => k.Key,
        k => k.Value.Draft.ReportsTo,
        StringComparer.OrdinalIgnoreCase
    );

    public RowReading Read(RowCells cells)
    {
        var email = cells.Required(UserFields.Email, 200);
        if (
            email.Length > 0
            && (email.IndexOf('@', StringComparison.Ordinal) is < 1 || email.Contains(' ', StringComparison.Ordinal))
        )
            cells.Fault(UserFields.Email, $"'{email}' is not an email address.");
        var person = known.GetValueOrDefault(email);
        var draft = DraftOf(cells, email, person?.Draft);
        CheckRights(cells, person, draft);
        return new RowReading
        {
            Identity = email.ToUpperInvariant(),
            Key = draft.Email,
            Label = draft.Name,
            Section = draft.Region ?? "",
            IsNew = person is null,
            Records = [new StagedPerson.Change(draft, person?.Draft)],
        };
    }

    public RowReading Accept(RowReading reading, int rowNumber, List<CellChange> changes)
    {
        var draft = ((StagedPerson.Change)reading.Records[0]).After;
        superiors[draft.Email] = draft.ReportsTo;
        return reading;
    }

    /// <summary>What the row says, else what is known, else nothing.</summary>
    private PersonDraft DraftOf(RowCells cells, string email, PersonDraft? before)
    {
        string? Kept(string field, string? was) => cells.Text(field, 60) ?? was;
        var role = cells.Word(UserFields.Role, roles.Names) ?? before?.Role;
        if (role is null)
            cells.Lack(UserFields.Role);
        return new PersonDraft(
            before?.Email ?? email,
            before is null ? cells.Required(UserFields.Name, 200) : cells.Text(UserFields.Name, 200) ?? before.Name,
            role ?? "",
            BranchOf(cells, before),
            Kept(UserFields.Contact, before?.Contact),
            Kept(UserFields.Designation, before?.Designation),
            cells.YesNo(UserFields.InField) ?? before?.InField ?? false,
            Regions.ZoneText(Kept(UserFields.Zone, before?.Zone)),
            Kept(UserFields.FieldRegion, before?.FieldRegion),
            Regions.TerritoryText(Kept(UserFields.Territory, before?.Territory)),
            SuperiorOf(cells, email, before),
            cells.YesNo(UserFields.Active) ?? before?.Active ?? true
        );
    }

    private string? BranchOf(RowCells cells, PersonDraft? before)
    {
        if (cells.Text(UserFields.Branch, 60) is not { } text)
            return before is null && currentUser.Scope.Regions is { Count: 1 } own ? own[0] : before?.Region;
        var branch = Regions.Parse(text);
        if (branch is null)
            cells.Fault(UserFields.Branch, $"'{text}' is not one of the branches.");
        else if (branch != before?.Region && !Regions.IsActive(branch))
            cells.Fault(UserFields.Branch, $"{Regions.Display(branch)} is inactive.");
        return branch;
    }

    private string? SuperiorOf(RowCells cells, string email, PersonDraft? before)
    {
        if (cells.Text(UserFields.ReportsTo, 200) is not { } boss)
            return before?.ReportsTo;
        if (!superiors.ContainsKey(boss))
            cells.Fault(UserFields.ReportsTo, $"'{boss}' not found. A new superior must come earlier in the sheet.");
        var steps = 0;
        for (
            var above = boss;
            above is not null && steps <= superiors.Count;
            above = superiors.GetValueOrDefault(above), steps++
        )
        {
            if (!above.Equals(email, StringComparison.OrdinalIgnoreCase))
                continue;
            cells.Fault(UserFields.ReportsTo, "The person would report to themselves.");
            break;
        }

        return known.GetValueOrDefault(boss)?.Draft.Email ?? boss;
    }

    private void CheckRights(RowCells cells, KnownPerson? person, PersonDraft draft)
    {
        if (person is not null && !roles.MayGive(currentUser, person.Draft.Role))
            cells.Fault(UserFields.Email, $"{person.Draft.Name} has a role above yours.");
        else if (draft.Role.Length > 0 && !roles.MayGive(currentUser, draft.Role))
            cells.Fault(UserFields.Role, $"You may not make anybody {draft.Role}: that is above your own role.");
        if (
            person?.Id == currentUser.UserId
            && (
                draft.Role != person.Draft.Role
                || draft.Region != person.Draft.Region
                || draft.Active != person.Draft.Active
            )
        )
            cells.Fault(UserFields.Email, "Your own role, branch and state are changed by somebody else.");
        if (currentUser.Scope.Regions is not null)
        {
            if (person is not null && !Covers(person.Draft.Region))
                cells.Fault(UserFields.Email, $"{person.Draft.Name} is outside your branches.");
            else if (!cells.IsFaulty(UserFields.Branch) && !Covers(draft.Region))
                cells.Fault(UserFields.Branch, "Only people of your own branches can be uploaded.");
        }

        if (
            currentUser.Scope.DepartmentIds is not null
            && person is not null
            && (person.DepartmentIds.Count == 0 || !person.DepartmentIds.All(currentUser.Scope.CoversDepartment))
        )
            cells.Fault(UserFields.Email, $"{person.Draft.Name} is outside your departments.");
    }

    private bool Covers(string? branch) => branch is not null && currentUser.Scope.CoversRegion(branch);
}
