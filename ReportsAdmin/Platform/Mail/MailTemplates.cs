namespace ReportsAdmin.Platform.Mail;

/// <summary>The words of every mail. The preview page of Development shows each with <see cref="Samples"/>.</summary>
public sealed class MailTemplates(SiteAddress site)
{
    /// <summary>Where people choose what they are told, and how.</summary>
    public const string NotificationSettings = "/profile/notifications";

    private const string ByChoice = "You get this mail because of your notification settings.";
    private const string ChangeChoice = "Change or stop these mails";

    public MailText Test(string byName) =>
        new MailText("Test mail")
            .Paragraph($"{byName} sent this mail to check that mail works.")
            .Link("Open the application", site.Root);

    /// <param name="attached">Whether the files are in the mail; otherwise they are fetched by the link.</param>
    public MailText Document(string title, string byName, string path, bool attached) =>
        new MailText(title)
            .Paragraph($"{byName} sent you the report “{title}”.")
            .Paragraph(
                attached ? "Its files are attached." : "Its files are too large for a mail. Sign in to download them."
            )
            .Link("Open the report", site.Of(path));

    /// <param name="schedule">Name of the schedule.</param>
    /// <param name="attached">Whether the file is in the mail.</param>
    public MailText ScheduledReport(string schedule, string ownerName, string path, bool attached) =>
        new MailText($"{schedule} is ready")
            .Paragraph($"The scheduled report “{schedule}” of {ownerName} is ready.")
            .Paragraph(attached ? "It is attached." : "It is too large for a mail. Sign in to download it.")
            .Link("Open the report", site.Of(path))
            .Note(ByChoice, ChangeChoice, site.Of(NotificationSettings));

    /// <param name="why">A sentence.</param>
    public MailText SchedulePaused(string schedule, string ownerName, string why) =>
        new MailText($"Schedule paused: {schedule}")
            .Paragraph($"The schedule “{schedule}” of {ownerName} no longer runs.")
            .Paragraph(why)
            .Paragraph(
                "Give its owner what is missing and switch the schedule on again, or create it for another owner."
            )
            .Link("Open the schedules", site.Of("/schedules"))
            .Note(ByChoice, ChangeChoice, site.Of(NotificationSettings));

    /// <param name="path">With the one-time token.</param>
    public MailText Invitation(string name, string byName, string path) =>
        new MailText("Your invitation")
            .Paragraph($"Hello {name},")
            .Paragraph($"{byName} invited you to sign in here. Choose a password to begin.")
            .Link("Choose a password", site.Of(path))
            .Paragraph("The link works once, for seven days.");

    /// <param name="path">With the one-time token.</param>
    public MailText PasswordReset(string name, string path) =>
        new MailText("Choose a new password")
            .Paragraph($"Hello {name},")
            .Paragraph("Somebody asked for a new password for your account. Choose one by this link.")
            .Link("Choose a new password", site.Of(path))
            .Paragraph(
                "The link works once, for one hour. If you did not expect this mail, ignore it: nothing changes."
            );

    /// <param name="what">A sentence: what the person signs in with now, or no longer.</param>
    /// <param name="facts">When, and from where.</param>
    public MailText AccountChanged(string name, string what, params (string Label, string Value)[] facts) =>
        new MailText("Your account was changed")
            .Paragraph($"Hello {name},")
            .Paragraph(what)
            .Facts(facts)
            .Paragraph(
                "If this was you, there is nothing to do. If not, sign out everywhere else on your profile, choose a new password, and tell your administrator."
            )
            .Link("Open your profile", site.Of("/profile"));

    /// <param name="facts">Nothing personal: names of queries and jobs, counts, times.</param>
    public MailText Alert(string title, string what, params (string Label, string Value)[] facts) =>
        new MailText($"Alert: {title}")
            .Paragraph(what)
            .Facts(facts)
            .Link("Open system health", site.Of("/admin/health"));

    /// <param name="isFixed">Whether it comes whatever its reader chose.</param>
    public MailText Notification(string title, string message, string path, bool isFixed)
    {
        var text = new MailText(title).Paragraph(message).Link("Open the application", site.Of(path));
        return isFixed ? text : text.Note(ByChoice, ChangeChoice, site.Of(NotificationSettings));
    }

    /// <param name="told">Title, message and address of each, the latest first.</param>
    /// <param name="more">How many more there were.</param>
    public MailText Digest(string name, IReadOnlyList<(string Title, string Message, string Path)> told, int more)
    {
        var text = new MailText(
            told.Count + more == 1
                ? "Your daily summary: one notification"
                : FormattableString.Invariant($"Your daily summary: {told.Count + more} notifications")
        ).Paragraph($"Hello {name}, this is what happened since the last summary.");
        foreach (var (title, message, path) in told)
            text.Item(title, message, site.Of(path));
        if (more > 0)
            text.Paragraph(FormattableString.Invariant($"And {more} more, which the application shows."));
        return text.Note(ByChoice, ChangeChoice, site.Of(NotificationSettings));
    }

    /// <summary>One mail of each kind.</summary>
    public IReadOnlyList<(string Name, MailText Text)> Samples() =>
        [
            ("Test mail", Test("Asha Rao")),
            ("Invitation", Invitation("Ravi Iyer", "Asha Rao", "/invite/sample")),
            ("New password", PasswordReset("Ravi Iyer", "/reset/sample")),
            (
                "Account changed",
                AccountChanged(
                    "Ravi Iyer",
                    "Your password was changed. You are signed out everywhere else.",
                    ("When", "4 Nov 2026, 10:32"),
                    ("From", "203.0.113.7")
                )
            ),
            ("Document with files", Document("Monthly summary", "Asha Rao", "/documents/12", attached: true)),
            ("Document with a link", Document("Monthly summary", "Asha Rao", "/documents/12", attached: false)),
            ("Scheduled report", ScheduledReport("Weekly ageing", "Asha Rao", "/jobs/12", attached: true)),
            ("Schedule paused", SchedulePaused("Weekly ageing", "Asha Rao", "This account is no longer active.")),
            (
                "Notification",
                Notification(
                    "New submission of Site survey",
                    "Ravi Iyer filled in the form.",
                    "/forms/12",
                    isFixed: false
                )
            ),
            (
                "Daily summary",
                Digest(
                    "Ravi Iyer",
                    [
                        ("Weekly ageing is ready", "The scheduled report of Asha Rao.", "/jobs/12"),
                        ("New submission of Site survey", "Asha Rao filled in the form.", "/forms/12"),
                    ],
                    more: 3
                )
            ),
            (
                "Alert",
                Alert(
                    "slow query",
                    "A query took longer than the threshold.",
                    ("Took", "2.4 s"),
                    ("Threshold", "1 s"),
                    ("Query", "SELECT … FROM invoices WHERE …")
                )
            ),
        ];
}
