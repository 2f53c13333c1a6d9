using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Receivables.Reminders.Statements;

/// <summary>Sends the statements of a run, customer by customer, with the rights of whoever asked for them. A second attempt goes on where the first ended.</summary>
public sealed class StatementMailHandler(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor viewers,
    CustomerQueries customers,
    StatementFiles statements,
    ReminderMails mails,
    CompanyBrand brand,
    ChangeNotifier notifier
) : IJobHandler
{
    public const string JobKind = "receivables.statement-mails";

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var (runId, file) = context.Read<StatementArguments>();
        var currentUser = await viewers.OfUserAsync(context.OwnerId, ct);
        currentUser.Require(ReminderQueries.SendPermission);
        var planned = await mails.PlannedAsync(runId, ct);
        for (var i = 0; i < planned.Count; i++)
        {
            context.Report("Sending statements", i * 100 / planned.Count, i, planned.Count);
            await SendAsync(context, currentUser, planned[i], file, ct);
        }

        context.SetResult(await mails.FinishAsync(runId, ct));
    }

    private async Task SendAsync(
        JobContext context,
        CurrentUser currentUser,
        Reminder reminder,
        StatementFile file,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var customer = await db.Set<Customer>()
            .VisibleTo(currentUser)
            .SingleOrDefaultAsync(c => c.Id == reminder.CustomerId, ct);
        var addresses = customer is null ? [] : await AddressesAsync(db, customer, ct);
        if (addresses.Count == 0)
        {
            await SkipAsync(
                db,
                reminder,
                customer is null ? "You no longer see this customer." : "There is no address that takes mail.",
                ct
            );
            return;
        }

        var details = await customers.DetailsAsync(currentUser, customer!.Id, ct);
        var artifact = await statements.WriteAsync(
            context,
            currentUser,
            (customer.Id, customer.Code, details.Month),
            (file, FormattableString.Invariant($"statement-{reminder.Id}")),
            ct
        );
        if (!mails.CanAttach(artifact))
        {
            await SkipAsync(db, reminder, ReminderMails.TooLarge, ct);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Set<Reminder>()
            .Where(r => r.Id == reminder.Id && r.State == ReminderState.Planned)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.State, ReminderState.Written)
                        .SetProperty(r => r.AmountPaise, details.Outstanding.Paise)
                        .SetProperty(r => r.Invoices, details.Invoices),
                ct
            );
        if (mine == 0)
            return;
        var content = new ReminderContent(
            Text(customer.Name, details),
            [.. addresses.Select(a => (a, IsCopy: false))],
            artifact
        );
        var written = await mails.WriteAsync(db, currentUser, reminder, content, ct);
        await transaction.CommitAsync(ct);
        await mails.AnnounceAsync(written, currentUser);
        await notifier.PublishAsync(ReminderQueries.Topic);
    }

    private MailText Text(string name, CustomerDetails details) =>
        new MailText($"Statement of account to {details.Month.ToLongText()}")
            .Paragraph($"Dear {name},")
            .Paragraph(
                $"attached is your statement of account to {details.Month.ToLongText()}. Its balance is {details.Outstanding.ToRupeeText()}. Please tell us if it does not agree with your books."
            )
            .Paragraph($"With kind regards\n{brand.Branding.Company}");

    private static async Task<IReadOnlyList<string>> AddressesAsync(
        ReportsDb db,
        Customer customer,
        CancellationToken ct
    )
    {
        var addresses = ContactAddresses.Of(customer.Email);
        var bounced = await db.BouncedAsync(addresses, ct);
        return [.. addresses.Where(a => !bounced.ContainsKey(BouncedAddresses.Fold(a)))];
    }

    private async Task SkipAsync(ReportsDb db, Reminder reminder, string why, CancellationToken ct)
    {
        var mine = db.Set<Reminder>().Where(r => r.Id == reminder.Id && r.State == ReminderState.Planned);
        await ReminderRunCommands.SkipAsync(db, mine, why, ct);
        await notifier.PublishAsync(ReminderQueries.Topic);
    }

    private sealed record StatementArguments(int RunId, StatementFile File);
}
