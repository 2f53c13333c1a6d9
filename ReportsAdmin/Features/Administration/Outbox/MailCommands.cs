using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Administration.Outbox;

/// <summary>Sends mails again, and a test mail.</summary>
public sealed class MailCommands(
    IDbContextFactory<ReportsDb> contexts,
    MailOutbox outbox,
    MailTemplates templates,
    MailOptions options
)
{
    /// <exception cref="DomainException">There is no such mail, or it was sent already.</exception>
    public async Task ResendAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        RequireSetUp(currentUser);
        await using var db = contexts.CreateDbContext();
        if (!await db.Set<OutgoingMail>().AnyAsync(m => m.Id == id, ct))
            throw DomainException.NotFound("Mail not found.");
        var mail = db.Set<OutgoingMail>().Where(m => m.Id == id);
        if (await outbox.ResendAsync(db, mail, currentUser.UserId, ct) == 0)
            throw DomainException.Conflict("The mail was sent already.");
    }

    /// <summary>Sends the mails that were written before mail was set up.</summary>
    /// <returns>How many were queued; there may be more.</returns>
    public async Task<int> SendHeldAsync(CurrentUser currentUser, CancellationToken ct)
    {
        RequireSetUp(currentUser);
        await using var db = contexts.CreateDbContext();
        var held = db.Set<OutgoingMail>().Where(m => m.State == MailState.Held);
        return await outbox.ResendAsync(db, held, currentUser.UserId, ct);
    }

    public async Task<long> SendTestAsync(CurrentUser currentUser, string address, CancellationToken ct)
    {
        RequireSetUp(currentUser);
        if (MailAddresses.ProblemOf(address) is { } problem)
            throw DomainException.Invalid("address", problem);
        await using var db = contexts.CreateDbContext();
        var mail = await outbox.WriteAsync(
            db,
            new NewMail(address, templates.Test(currentUser.Name), "/admin/mail", currentUser.UserId),
            ct
        );
        await outbox.AnnounceAsync([mail!], currentUser.UserId);
        return mail!.Id;
    }

    private void RequireSetUp(CurrentUser currentUser)
    {
        currentUser.Require(MailQueries.ManagePermission);
        if (!options.IsSetUp)
            throw DomainException.Conflict("Mail is not set up. Set Mail:Host and restart the application.");
    }
}
