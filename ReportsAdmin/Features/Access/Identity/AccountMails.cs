using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>The mails that carry one-time links. Without a mail server none is written: a link must not lie in the outbox for later.</summary>
public sealed class AccountMails(MailOutbox outbox, MailTemplates templates, SiteAddress site)
{
    // The mail list links here; what the mail says, with its token, is shown nowhere.
    private const string About = "/admin/people";

    public bool IsSetUp => outbox.IsSetUp;

    /// <summary>The address that a person opens.</summary>
    public Uri AddressOf(string purpose, string token) => site.Of(PathOf(purpose, token));

    /// <summary>Writes the mail in the caller's transaction; null when mail is not set up.</summary>
    /// <param name="byName">Who invites.</param>
    public async Task<WrittenMail?> WriteAsync(
        ReportsDb db,
        User user,
        (string Purpose, string Token) link,
        (int Id, string Name) by,
        CancellationToken ct
    )
    {
        if (!outbox.IsSetUp)
            return null;
        var path = PathOf(link.Purpose, link.Token);
        var text =
            link.Purpose == LinkPurposes.Invite
                ? templates.Invitation(user.Name, by.Name, path)
                : templates.PasswordReset(user.Name, path);
        return await outbox.WriteAsync(db, new NewMail(user.Email!, text, About, by.Id), ct);
    }

    /// <summary>Lets the mail be sent, after the commit.</summary>
    public Task AnnounceAsync(WrittenMail? mail, int causedById) =>
        mail is null ? Task.CompletedTask : outbox.AnnounceAsync([mail], causedById);

    private static string PathOf(string purpose, string token) => $"/{purpose}/{token}";
}
