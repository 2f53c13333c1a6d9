using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Platform.Mail;

/// <summary>Removes old mails; those that are still to be sent stay.</summary>
internal sealed class MailRetention(IDbContextFactory<ReportsDb> contexts) : IRetention
{
    public string Kind => "mails";

    public string Title => "Mails";

    public string Description =>
        "Mails that were sent, failed or never sent, with address and content. Mails that wait for a worker stay.";

    public int DefaultDays => 90;

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var due = Due(db, before);
        var count = await due.CountAsync(ct);
        return count == 0
            ? RetentionDue.None
            : new RetentionDue(count, 0, await due.MinAsync(m => (DateTime?)m.CreatedAt, ct), []);
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await Due(db, before).ExecuteDeleteAsync(ct);
    }

    private static IQueryable<OutgoingMail> Due(ReportsDb db, DateTime before) =>
        db.Set<OutgoingMail>()
            .Where(m => m.CreatedAt < before && m.State != MailState.Queued && m.State != MailState.Sending);
}
