using System.Data.Common;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>Reads and compares the file of an upload, as the person who uploaded it sees the data when it runs.</summary>
public sealed class StagingHandler(
    ImportStaging staging,
    StagingGate gate,
    CurrentUserAccessor people,
    ILogger<StagingHandler> log
) : IJobHandler
{
    public const string JobKind = "imports.stage";

    /// <summary>How often the reading of a file may be broken off before it is refused.</summary>
    public const int MaxAttempts = 3;

    private const string TooOften =
        "This file could not be read in three attempts: each time reading it was broken off. Save it as .xlsx or .csv with the program it comes from and upload that, or tell your administrator.";

    private const string Broke =
        "Something went wrong while reading the file. It was logged; upload it again or tell your administrator.";

    private static readonly TimeSpan ReleasePause = TimeSpan.FromSeconds(1);

    public string Kind => JobKind;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var work = context.Read<StagingWork>();
        var hold = new StagingHold(work.UploadId, context.JobId, context.Fence);
        var (_, attempts) = await staging.StandingAsync(work.UploadId, ct);
        using var place = await gate.EnterAsync(alone: attempts > 0, ct);
        if (!await staging.TakeAsync(hold, ct))
            return;
        try
        {
            if (attempts >= MaxAttempts)
                await staging.RefuseAsync(hold, TooOften, ct);
            else
                await staging.StageAsync(await people.OfUserAsync(context.OwnerId, ct), hold, context, ct);
        }
        catch (StagingLostException)
        {
            // Whoever took it decides what becomes of it.
        }
        catch (OperationCanceledException) when (context.IsShuttingDown)
        {
            await staging.ReleaseAsync(hold);
            throw;
        }
        catch (Exception e) when (DatabaseOutage.Of(e) is not null)
        {
            // The file is not to blame; the queue lets the job wait.
            await ReleaseAsync(hold, ct);
            throw;
        }
        catch (Exception e) when (!IsPassing(e))
        {
            log.LogError(e, "Staging upload {UploadId} failed", work.UploadId);
            await staging.RefuseAsync(hold, e is DomainException ? e.Message : Broke, ct);
        }
    }

    /// <summary>Takes the attempt back as soon as the database can be written again.</summary>
    private async Task ReleaseAsync(StagingHold hold, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await staging.ReleaseAsync(hold);
                return;
            }
            catch (Exception e) when (DatabaseOutage.Of(e) is not null)
            {
                await Task.Delay(ReleasePause, ct);
            }
        }
    }

    /// <summary>Whether another attempt may fare better.</summary>
    private static bool IsPassing(Exception e) =>
        e is OperationCanceledException or DbException or IOException or TimeoutException or OutOfMemoryException
        || (e.InnerException is { } inner && IsPassing(inner));
}
