using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>Where a file for an answer comes from.</summary>
/// <param name="LinkId">Null for people with an account.</param>
internal sealed record FileOrigin(int FormId, int? LinkId);

/// <summary>
/// How much may still be sent: by a link, to a form, to all forms. Files that are being sent at this moment are not counted yet, so a
/// quota is exceeded by those at most.
/// </summary>
public sealed class FileQuota(Limits limits, FormOptions options, ILogger<FileQuota> log)
{
    private const long Megabyte = 1024 * 1024;

    /// <exception cref="DomainException">TooMany while files of others wait for their answer; Conflict when the form or the company has no room.</exception>
    internal async Task RequireAsync(ReportsDb db, FileOrigin origin, CancellationToken ct)
    {
        var form = await db.Set<SubmissionFile>()
            .Where(f => f.FormId == origin.FormId)
            .GroupBy(f => 1)
            .Select(g => new
            {
                All = g.Sum(f => f.Size),
                Waiting = g.Sum(f => f.SubmissionId == null ? f.Size : 0),
                OfLink = g.Sum(f => f.SubmissionId == null && f.LinkId == origin.LinkId ? f.Size : 0),
            })
            .SingleOrDefaultAsync(ct);
        if (
            (origin.LinkId is not null && IsFull(form?.OfLink, Most(nameof(FormOptions.MaxWaitingMegabytesPerLink))))
            || IsFull(form?.Waiting, Most(nameof(FormOptions.MaxWaitingMegabytesPerForm)))
        )
            throw new DomainException(
                ErrorKind.TooMany,
                "Too many files were sent for this form and not submitted. Submit the form, or try again later."
            )
            {
                RetryAfter = options.Waiting,
            };
        if (
            IsFull(form?.All, Most(nameof(FormOptions.MaxMegabytesPerForm)))
            || IsFull(await db.Set<SubmissionFile>().SumAsync(f => f.Size, ct), Most(nameof(FormOptions.MaxMegabytes)))
        )
        {
            log.LogWarning("The files of form {FormId}, or of all forms, have reached their limit", origin.FormId);
            throw DomainException.Conflict("This form has no more room for files. Tell whoever sent it to you.");
        }
    }

    private int Most(string name) => limits.Of(FormOptions.KeyOf(name));

    private static bool IsFull(long? bytes, int megabytes) => bytes >= megabytes * Megabyte;
}
