using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>What was sent to whom, and what became of it.</summary>
public sealed class ReminderLogQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries access)
{
    /// <summary>Runs, the newest first, as far as the current user sees customers of them.</summary>
    public async Task<Page<ReminderRunRow>> RunsAsync(CurrentUser currentUser, PageRequest page, CancellationToken ct)
    {
        currentUser.Require(ReminderQueries.SendPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var seen = Visible(db, currentUser);
        var runs = db.Set<ReminderRun>().Where(r => seen.Any(x => x.RunId == r.Id));
        var total = await runs.CountAsync(ct);
        return new Page<ReminderRunRow>(
            await RowsAsync(db, currentUser, runs.OrderByDescending(r => r.Id).Skip(page.Skip).Take(page.Size), ct),
            total,
            page
        );
    }

    /// <exception cref="DomainException">Not found, also when the current user sees no customer of the run.</exception>
    public async Task<ReminderRunRow> RunAsync(CurrentUser currentUser, int runId, CancellationToken ct)
    {
        currentUser.Require(ReminderQueries.SendPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var seen = Visible(db, currentUser);
        var run = db.Set<ReminderRun>().Where(r => r.Id == runId && seen.Any(x => x.RunId == r.Id));
        return (await RowsAsync(db, currentUser, run, ct)).SingleOrDefault()
            ?? throw DomainException.NotFound("Run not found.");
    }

    /// <summary>The reminders of a run, the largest first.</summary>
    public async Task<Page<ReminderRow>> OfRunAsync(
        CurrentUser currentUser,
        int runId,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReminderQueries.SendPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var reminders = Visible(db, currentUser).Where(r => r.RunId == runId);
        return await PageAsync(
            db,
            reminders,
            reminders.OrderByDescending(r => r.AmountPaise).ThenBy(r => r.Id),
            page,
            ct
        );
    }

    /// <summary>The reminders of a customer, the newest first.</summary>
    /// <exception cref="DomainException">Not found outside the scope.</exception>
    public async Task<Page<ReminderRow>> OfCustomerAsync(
        CurrentUser currentUser,
        int customerId,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        await db.RequireCustomerAsync(currentUser, customerId, ct);
        var reminders = Visible(db, currentUser).Where(r => r.CustomerId == customerId);
        return await PageAsync(db, reminders, reminders.OrderByDescending(r => r.Id), page, ct);
    }

    /// <summary>The addresses of a customer, each with why it gets no mail.</summary>
    /// <exception cref="DomainException">Not found outside the scope.</exception>
    public async Task<IReadOnlyList<AddressRow>> AddressesAsync(
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var email = await db.Set<Customer>()
            .VisibleTo(currentUser)
            .Where(c => c.Id == customerId)
            .Select(c => c.Email)
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Customer not found.");
        var addresses = ContactAddresses.Of(email);
        var bounced = await db.BouncedAsync(addresses, ct);
        return
        [
            .. addresses.Select(a => new AddressRow(
                a,
                bounced.TryGetValue(BouncedAddresses.Fold(a), out var b) ? Words(b) : null
            )),
        ];
    }

    private static string Words(BouncedAddress bounced) =>
        bounced.Source switch
        {
            BounceSource.Refused => $"Refused by the mail server: {bounced.Reason}",
            BounceSource.Gateway => $"A mail gateway reported a bounce: {bounced.Reason}",
            _ => $"{bounced.ByName} marked it as bounced",
        };

    private static IQueryable<Reminder> Visible(ReportsDb db, CurrentUser currentUser)
    {
        var customers = db.Set<Customer>().VisibleTo(currentUser);
        return db.Set<Reminder>().Where(r => customers.Any(c => c.Id == r.CustomerId));
    }

    private static async Task<IReadOnlyList<ReminderRunRow>> RowsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IQueryable<ReminderRun> runs,
        CancellationToken ct
    )
    {
        var found = await runs.Select(r => new
            {
                r.Id,
                r.StartedAt,
                r.ByName,
                r.Day,
                r.JobId,
                IsStatements = db.Set<Reminder>().Any(x => x.RunId == r.Id && x.Action == ReminderAction.Statement),
                Job = db.Set<Job>().Where(j => j.Id == r.JobId).Select(j => (JobState?)j.State).FirstOrDefault(),
            })
            .ToListAsync(ct);
        var ids = found.Select(f => f.Id).ToList();
        var counts = await Visible(db, currentUser)
            .Where(r => ids.Contains(r.RunId))
            .GroupBy(r => new { r.RunId, r.State })
            .Select(g => new
            {
                g.Key,
                Count = g.Count(),
                Paise = g.Sum(r => r.AmountPaise),
            })
            .ToListAsync(ct);
        return
        [
            .. found
                .OrderByDescending(f => f.Id)
                .Select(f => new ReminderRunRow(
                    f.Id,
                    f.StartedAt,
                    f.ByName,
                    f.Day,
                    f.JobId,
                    f.Job,
                    Count(f.Id, ReminderState.Planned),
                    Count(f.Id, ReminderState.Written),
                    Count(f.Id, ReminderState.Skipped),
                    new Money(
                        counts.Where(c => c.Key.RunId == f.Id && c.Key.State != ReminderState.Skipped).Sum(c => c.Paise)
                    ),
                    f.IsStatements
                )),
        ];

        int Count(int run, ReminderState state) =>
            counts.FirstOrDefault(c => c.Key.RunId == run && c.Key.State == state)?.Count ?? 0;
    }

    private async Task<Page<ReminderRow>> PageAsync(
        ReportsDb db,
        IQueryable<Reminder> all,
        IQueryable<Reminder> ordered,
        PageRequest page,
        CancellationToken ct
    )
    {
        var found = await ordered.Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var customers = await db.CustomerNamesAsync([.. found.Select(r => r.CustomerId).Distinct()], ct);
        var mails = await MailsAsync(db, [.. found.Select(r => r.Id)], ct);
        var engineers = await access.PeopleAsync([.. found.Select(r => r.EngineerId ?? 0).Distinct()], ct);
        return new Page<ReminderRow>(
            [
                .. found.Select(r => new ReminderRow
                {
                    Id = r.Id,
                    RunId = r.RunId,
                    CustomerId = r.CustomerId,
                    Code = customers[r.CustomerId].Code,
                    Name = customers[r.CustomerId].Name,
                    Region = customers[r.CustomerId].Region,
                    Day = r.Day,
                    StepDays = r.StepDays,
                    Action = r.Action,
                    Amount = new Money(r.AmountPaise),
                    Invoices = r.Invoices,
                    State = r.State,
                    SkippedWhy = r.SkippedWhy,
                    EngineerName = engineers.GetValueOrDefault(r.EngineerId ?? 0)?.Name,
                    Mails = [.. mails[r.Id]],
                }),
            ],
            await all.CountAsync(ct),
            page
        );
    }

    private static async Task<ILookup<int, ReminderMailRow>> MailsAsync(
        ReportsDb db,
        List<int> reminders,
        CancellationToken ct
    )
    {
        var rows = await db.Set<ReminderMail>()
            .Where(m => reminders.Contains(m.ReminderId))
            .GroupJoin(db.Set<OutgoingMail>(), m => m.MailId, o => o.Id, (m, o) => new { m, o })
            .SelectMany(x => x.o.DefaultIfEmpty(), (x, o) => new { Mail = x.m, Outgoing = o })
            .OrderBy(x => x.Mail.Position)
            .ToListAsync(ct);
        var bounced = await db.BouncedAsync([.. rows.Select(r => r.Mail.ToAddress)], ct);
        return rows.ToLookup(
            r => r.Mail.ReminderId,
            r =>
            {
                var fate = FateOf(r.Mail, r.Outgoing);
                var isRefused =
                    fate == MailFate.Failed
                    && r.Outgoing is { } mail
                    && bounced.TryGetValue(BouncedAddresses.Fold(r.Mail.ToAddress), out var bounce)
                    && bounce.Source == BounceSource.Refused
                    && bounce.At >= mail.CreatedAt;
                return new ReminderMailRow(
                    r.Mail.ToAddress,
                    r.Mail.IsCopy,
                    isRefused ? MailFate.Refused : fate,
                    fate == MailFate.Failed ? r.Outgoing?.LastError : null,
                    r.Outgoing?.SentAt
                );
            }
        );
    }

    /// <summary>The outbox knows better than the note of the night, as long as it has the mail.</summary>
    private static MailFate FateOf(ReminderMail mail, OutgoingMail? outgoing) =>
        mail.BouncedAt is not null ? MailFate.Bounced
        : outgoing is null ? mail.Fate
        : outgoing.State switch
        {
            MailState.Sent => MailFate.Sent,
            MailState.Failed => MailFate.Failed,
            _ => MailFate.Queued,
        };
}
