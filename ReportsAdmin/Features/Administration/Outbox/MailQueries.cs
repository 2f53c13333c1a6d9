using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Administration.Outbox;

/// <summary>A mail as the list shows it. What it says stays out: it may hold a link that only its reader should have.</summary>
/// <param name="Error">What the last try failed with; null when it did not.</param>
/// <param name="MayResend">Whether sending it again makes sense.</param>
public sealed record MailRow(
    long Id,
    string To,
    string Subject,
    MailState State,
    int Attempts,
    string? Error,
    string About,
    string CausedBy,
    int Files,
    DateTime CreatedAt,
    DateTime? SentAt,
    bool MayResend
);

/// <summary>Whether and how mail is set up.</summary>
/// <param name="Held">Mails from a time when it was not.</param>
public sealed record MailSetupView(bool IsSetUp, string Server, string From, int Failed, int Held);

/// <summary>The outbox, for those who run the company.</summary>
public sealed class MailQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries people,
    MailOutbox outbox,
    MailOptions options
)
{
    public const string ManagePermission = "mail:manage";

    /// <param name="state">Null for all.</param>
    public async Task<Page<MailRow>> ListAsync(
        CurrentUser currentUser,
        MailState? state,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        var query = db.Set<OutgoingMail>().Where(m => state == null || m.State == state);
        var total = await query.CountAsync(ct);
        var rows = await query
            .OrderByDescending(m => m.Id)
            .Skip(page.Skip)
            .Take(page.Size)
            .Select(m => new
            {
                m.Id,
                m.ToAddress,
                m.Subject,
                m.State,
                m.Attempts,
                m.LastError,
                m.About,
                m.CausedById,
                m.CreatedAt,
                m.SentAt,
                Files = db.Set<MailAttachment>().Count(a => a.MailId == m.Id),
            })
            .ToListAsync(ct);
        var underway = await outbox.UnderwayAsync(db, [.. rows.Select(r => r.Id)], ct);
        var names = await people.PeopleAsync([.. rows.Select(r => r.CausedById).Distinct()], ct);
        return new Page<MailRow>(
            [
                .. rows.Select(m => new MailRow(
                    m.Id,
                    m.ToAddress,
                    m.Subject,
                    m.State,
                    m.Attempts,
                    m.LastError,
                    m.About,
                    names.GetValueOrDefault(m.CausedById)?.Name ?? "System",
                    m.Files,
                    m.CreatedAt,
                    m.SentAt,
                    options.IsSetUp && m.State != MailState.Sent && !underway.Contains(m.Id)
                )),
            ],
            total,
            page
        );
    }

    public async Task<MailSetupView> SetupAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        var counts = await db.Set<OutgoingMail>()
            .Where(m => m.State == MailState.Failed || m.State == MailState.Held)
            .GroupBy(m => m.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new MailSetupView(
            options.IsSetUp,
            options.IsSetUp
                ? FormattableString.Invariant($"{options.Host}:{options.Port}, {Words(options.Security)}")
                : "",
            options.From ?? "",
            counts.GetValueOrDefault(MailState.Failed),
            counts.GetValueOrDefault(MailState.Held)
        );
    }

    /// <summary>The address of the current user, where a test mail goes unless another is given.</summary>
    public async Task<string> OwnAddressAsync(CurrentUser currentUser, CancellationToken ct) =>
        (await people.PeopleAsync([currentUser.UserId], ct)).GetValueOrDefault(currentUser.UserId)?.Email ?? "";

    private static string Words(MailSecurity security) =>
        security switch
        {
            MailSecurity.None => "not encrypted",
            MailSecurity.StartTls => "STARTTLS",
            _ => "TLS",
        };
}
