using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>Whether a form takes one more submission, and of whom.</summary>
internal static class SubmissionPlaces
{
    /// <summary>Within the transaction of the submission, before it is added: of two that come at once for the last place one is refused.</summary>
    /// <exception cref="DomainException">A form that is full, or that this person has answered.</exception>
    public static async Task TakeAsync(
        ReportsDb db,
        Form form,
        FormSettings settings,
        CurrentUser? currentUser,
        string? email,
        CancellationToken ct
    )
    {
        if (form.SubmissionLimit is null && !settings.OnePerPerson)
            return;
        await db.Set<Form>().Where(f => f.Id == form.Id).LockAsync(f => f.SubmissionLimit, ct);
        if (form.SubmissionLimit is { } limit && await FormQueries.CountAsync(db, form.Id, ct) >= limit)
            throw FormQueries.Full();
        if (settings.OnePerPerson && await HasAnsweredAsync(db, form.Id, currentUser, email, ct))
            throw DomainException.Conflict(
                "You have answered this form already. It takes one submission from each person."
            );
    }

    private static async Task<bool> HasAnsweredAsync(
        ReportsDb db,
        int formId,
        CurrentUser? currentUser,
        string? email,
        CancellationToken ct
    )
    {
        if (currentUser is { UserId: var me })
            return await db.Set<Submission>().AnyAsync(s => s.FormId == formId && s.SubmitterId == me, ct);
        if (email is null)
            throw DomainException.Invalid(
                "email",
                "This form takes one submission from each person. Give your email address."
            );
        var address = email.ToUpperInvariant();
        return await db.Set<Submission>()
            .AnyAsync(s => s.FormId == formId && s.SubmitterEmail != null && s.SubmitterEmail.ToUpper() == address, ct);
    }
}
