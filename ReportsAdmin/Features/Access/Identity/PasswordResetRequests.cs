using System.Threading.Channels;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>
/// Takes requests for a new password and works on them afterwards, so that neither words nor time of the answer say which addresses have
/// an account. What waits is lost with the process: the person asks again.
/// </summary>
public sealed class PasswordResetRequests(Invitations invitations, ILogger<PasswordResetRequests> log)
    : BackgroundService
{
    private const int MaxWaiting = 1_000;

    private readonly Channel<string> waiting = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Notes the request and returns at once; what is no address is dropped.</summary>
    public void Add(string? email)
    {
        if (MailAddresses.ProblemOf(email) is null)
            waiting.Writer.TryWrite(email!.Trim());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var email in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await invitations.ResetByMailAsync(email, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next request is independent of this one; the address stays out of the log.
                log.LogError(e, "A request for a new password could not be worked on");
            }
        }
    }
}
