using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>One form: made, read, changed and deleted (spec 002).</summary>
[ApiController]
[Route("api/forms")]
[ApiFormat<GenerationFormat>]
[Permission(FormQueries.ReadPermission)]
public sealed class FormEditingController(
    FormQueries forms,
    FormCommands commands,
    FormUpdates updates,
    DocumentTemplateQueries templates,
    BusinessClock clock
) : ControllerBase
{
    /// <summary>Makes a form; it takes submissions at once unless <c>is_active</c> is false.</summary>
    [HttpPost]
    [EndpointSummary("Create a form")]
    [Idempotent]
    [Permission(FormCommands.MakePermission)]
    [RequestExample(FormsExamples.Create)]
    [ResponseExample(201, FormsExamples.Created)]
    [ProducesResponseType<FormAnswer>(201)]
    public async Task<IActionResult> Create(FormRequest body, CancellationToken ct)
    {
        var form = body.ToNew(clock);
        await CheckTemplateAsync(body, ct);
        var id = await commands.CreateAsync(HttpContext.CurrentUser(), form, ct);
        return Created(FormattableString.Invariant($"/api/forms/{id}"), await AnswerAsync(id, "Form created", ct));
    }

    [HttpGet("{id:int}")]
    [EndpointSummary("A form")]
    [ResponseExample(200, FormsExamples.One)]
    public async Task<FormAnswer> One(int id, CancellationToken ct) =>
        await AnswerAsync(id, null, ct) with
        {
            Statistics = await forms.StatisticsAsync(HttpContext.CurrentUser(), id, ct) is var (total, recent)
                ? new FormStatisticsResponse(total, recent, Math.Round(recent / 7m, 2))
                : null,
        };

    /// <summary>Changes what is given. New questions make a new version; submissions so far keep theirs.</summary>
    [HttpPut("{id:int}")]
    [EndpointSummary("Change a form")]
    [Permission(FormCommands.MakePermission)]
    [RequestExample(FormsExamples.Update)]
    [ResponseExample(200, FormsExamples.Updated)]
    public async Task<FormAnswer> Update(int id, FormRequest body, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var update = body.ToUpdate(await forms.RowAsync(currentUser, id, ct), clock);
        await CheckTemplateAsync(body, ct);
        await updates.UpdateAsync(currentUser, id, update, ct);
        return await AnswerAsync(id, "Form updated", ct);
    }

    /// <summary>Deletes a form that has no submissions. One that has some is closed and kept, unless <c>force</c> is true.</summary>
    [HttpDelete("{id:int}")]
    [EndpointSummary("Delete a form, or close and keep one that has submissions")]
    [Permission(FormCommands.MakePermission)]
    [ResponseExample(200, FormsExamples.Deleted)]
    public async Task<object> Delete(int id, CancellationToken ct, bool force = false)
    {
        var currentUser = HttpContext.CurrentUser();
        var kept = 0;
        if (force)
            await commands.DeleteAsync(currentUser, id, ct);
        else
            kept = await commands.DeleteOrCloseAsync(currentUser, id, ct);
        return new
        {
            success = true,
            message = kept == 0
                ? "Form deleted"
                : FormattableString.Invariant(
                    $"Form closed. Its submissions ({kept}) are kept; delete it with force=true to delete them too."
                ),
            id,
            deleted = kept == 0,
            archived = kept > 0,
            submission_count = kept,
        };
    }

    private async Task<FormAnswer> AnswerAsync(int id, string? message, CancellationToken ct) =>
        new(new FormResponse(await forms.RowAsync(HttpContext.CurrentUser(), id, ct), HttpContext.BaseAddress()))
        {
            Message = message,
        };

    /// <summary>A template that is not there would fail each report later, when nobody looks.</summary>
    private async Task CheckTemplateAsync(FormRequest body, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        if (string.IsNullOrWhiteSpace(body.Template) || !currentUser.Can(DocumentQueries.ReadPermission))
            return;
        var known = await templates.ListAsync(currentUser, ct);
        if (known.All(t => t.Key != body.Template))
            throw DomainException.Invalid(
                "form_settings.auto_report_settings.template",
                $"form_settings.auto_report_settings.template: there is no '{body.Template}'. Use one of: {string.Join(", ", known.Select(t => t.Key))}."
            );
    }
}
