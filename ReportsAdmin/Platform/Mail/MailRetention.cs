using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Platform.Mail;

/// <summary>Removes old mails; those that are still to be sent stay.</summary>
internal sealed class MailRetention(IDbContextFactory<ReportsDb> contexts) : RowRetention<OutgoingMail>(contexts)
{
    public override string Kind => "mails";

    public override string Title => "Mails";

    public override string Description =>
        "Mails that were sent, failed or never sent, with address and content. Mails that wait for a worker stay.";

    protected override Expression<Func<OutgoingMail, DateTime?>> At => m => m.CreatedAt;

    protected override IQueryable<OutgoingMail> Due(IQueryable<OutgoingMail> rows, DateTime before) =>
        rows.Where(m => m.CreatedAt < before && m.State != MailState.Queued && m.State != MailState.Sending);
}
