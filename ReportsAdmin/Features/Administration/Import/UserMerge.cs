using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Administration.Import;

/// <summary>Writes a staged sheet of people and undoes it, in the caller's transaction. Who commits or undoes needs the right to do what the rows say.</summary>
internal static class UserMerge
{
    public static async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var rows = await RowsAsync(db, upload, ct);
        var known = await PeopleCommands.KnownAsync(db, ct);
        var roles = await PeopleCommands.RolesAsync(db, ct);
        var added = rows.Where(r => r.Before is null && !known.ContainsKey(r.After.Email))
            .Select(r => r.After)
            .ToList();
        foreach (var draft in added)
            RoleRanks.Require(upload.By, roles, null, null, draft);
        var ids = await TeamCommands.EnrolAsync(db, added, upload.Since, ct);
        // Nobody's department means all of them: who is bound to some makes nobody who is not.
        if (upload.By.Scope.DepartmentIds is { } departments)
            await PeopleCommands.AssignAsync(db, added.Select(d => ids[d.Email]), departments, ct);
        foreach (var row in rows.Where(r => r.Before is not null))
        {
            if (known.GetValueOrDefault(row.After.Email) is not { } person)
                continue;
            var draft = PersonParts.Move(person.Draft, row.Before!, row.After, _ => { });
            RoleRanks.Require(upload.By, roles, person.Id, person.Draft, draft);
            await PeopleCommands.CorrectAsync(db, person.Id, draft, upload.Since, ct);
        }
    }

    public static async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        ReportsDb db,
        UploadToMerge upload,
        DateTime now,
        CancellationToken ct
    )
    {
        var known = await PeopleCommands.KnownAsync(db, ct);
        var roles = await PeopleCommands.RolesAsync(db, ct);
        var kept = new List<PreservedEdit>();
        var made = new List<KnownPerson>();
        foreach (var row in await RowsAsync(db, upload, ct))
        {
            if (known.GetValueOrDefault(row.After.Email) is not { } person)
                continue;
            if (row.Before is { } before)
                await RestoreAsync(db, (upload.By, now, roles), person, row.After, before, kept, ct);
            else if (PersonParts.Changes(row.After, person.Draft).Count > 0)
                kept.Add(new PreservedEdit(person.Draft.Email, "Changed since, so the person stays."));
            else
                made.Add(person);
        }

        await TakeBackAsync(db, (upload.By, now, roles), made, kept, ct);
        return kept;
    }

    private static async Task RestoreAsync(
        ReportsDb db,
        (CurrentUser By, DateTime Now, RoleSet Roles) undo,
        KnownPerson person,
        PersonDraft wrote,
        PersonDraft before,
        List<PreservedEdit> kept,
        CancellationToken ct
    )
    {
        var draft = PersonParts.Move(person.Draft, wrote, before, title =>
            kept.Add(new PreservedEdit(person.Draft.Email, $"{title} was changed since, and stays."))
        );
        if (PersonParts.Changes(person.Draft, draft).Count == 0)
            return;
        RoleRanks.Require(undo.By, undo.Roles, person.Id, person.Draft, draft);
        await PeopleCommands.CorrectAsync(db, person.Id, draft, undo.Now, ct);
    }

    private static async Task TakeBackAsync(
        ReportsDb db,
        (CurrentUser By, DateTime Now, RoleSet Roles) undo,
        List<KnownPerson> made,
        List<PreservedEdit> kept,
        CancellationToken ct
    )
    {
        foreach (var person in made)
            RoleRanks.Require(undo.By, undo.Roles, person.Id, person.Draft, person.Draft with { Active = false });
        var left = await PeopleCommands.RemoveUnusedAsync(db, [.. made.Select(p => p.Id)], ct);
        foreach (var person in made.Where(p => left.Contains(p.Id)))
        {
            await PeopleCommands.CorrectAsync(db, person.Id, person.Draft with { Active = false }, undo.Now, ct);
            kept.Add(
                new PreservedEdit(
                    person.Draft.Email,
                    "Can sign in, or something refers to the person: made inactive instead of removed."
                )
            );
        }
    }

    private static async Task<List<(PersonDraft After, PersonDraft? Before)>> RowsAsync(
        ReportsDb db,
        UploadToMerge upload,
        CancellationToken ct
    ) =>
        [
            .. (
                await db.Set<StagedPerson>()
                    .Where(p => p.UploadId == upload.Id)
                    .OrderBy(p => p.RowNumber)
                    .ToListAsync(ct)
            ).Select(p => (StagedPerson.Read(p.After), p.Before is null ? null : StagedPerson.Read(p.Before))),
        ];
}
