using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>Files that answers will name.</summary>
public sealed partial class SubmissionCommands
{
    /// <summary>Takes a file for a field of an open form, as the version that is being filled in has it.</summary>
    public async Task<TakenFile> AttachAsync(
        CurrentUser currentUser,
        int formId,
        int? opened,
        string fieldId,
        string fileName,
        Stream content,
        CancellationToken ct
    )
    {
        currentUser.Require(FormQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var form = await db.Set<Form>().SingleOrDefaultAsync(f => f.Id == formId, ct) ?? throw FormQueries.Missing();
        return await files.TakeAsync(
            new FileOrigin(formId, null),
            FileField((await FormQueries.OpenAsync(db, form, opened, Now, ct)).Definition, fieldId),
            fileName,
            content,
            ct
        );
    }

    public async Task<TakenFile> AttachAsync(
        string token,
        int? opened,
        string fieldId,
        string fileName,
        Stream content,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var (form, link) = await FormQueries.FindLinkAsync(db, token, ct);
        return await files.TakeAsync(
            new FileOrigin(form.Id, link.Id),
            FileField((await FormQueries.OpenAsync(db, form, opened, Now, ct)).Definition, fieldId),
            fileName,
            content,
            ct
        );
    }

    /// <summary>Takes a file for an answer that is being edited, by the version that was filled in, whether the form is open or not.</summary>
    public async Task<TakenFile> AttachToAsync(
        CurrentUser currentUser,
        int submissionId,
        string fieldId,
        string fileName,
        Stream content,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var submission = await SubmissionQueries.FindAsync(db, currentUser, submissionId, ct);
        return await files.TakeAsync(
            new FileOrigin(submission.FormId, null),
            FileField(await FormQueries.DefinitionAsync(db, submission.FormId, submission.Version, ct), fieldId),
            fileName,
            content,
            ct
        );
    }

    private static FormField FileField(FormDefinition definition, string fieldId) =>
        definition.Fields.FirstOrDefault(f => f.Id == fieldId && f.Type == FieldTypes.File)
        ?? throw DomainException.Invalid("field", "The form has no such field for a file.");
}
