using System.Globalization;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;

namespace ReportsAdmin.Platform.Audit;

/// <summary>Checks the chain every night and alerts the first fault. The end of the chain goes to the log of the application, so that it is noted outside of the database.</summary>
internal sealed class VerifyAuditHandler(
    AuditVerifier verifier,
    AlertInbox alerts,
    TimeProvider time,
    ILogger<VerifyAuditHandler> log
) : IJobHandler
{
    public const string JobKind = "audit.verify";

    public static readonly NightlyJob EveryNight = new(JobKind, "Check of the audit log", "10 3 * * *");

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var verdict = await verifier.VerifyAsync(null, ct);
        context.SetResult(verdict);
        if (verdict.Break is null)
        {
            log.LogInformation("The audit log is intact up to {Seq}:{Hash}", verdict.Seq, verdict.Hash);
            return;
        }

        log.LogWarning("The audit log is broken after entry {Seq}: {Break}", verdict.Seq, verdict.Break);
        alerts.Raise(
            new RaisedAlert(
                AlertKind.BrokenAudit,
                verdict.Break,
                "audit log broken",
                $"{verdict.Break} Run the application with verify-audit, and compare with a backup.",
                time.GetUtcNow().UtcDateTime
            )
        );
    }
}

/// <summary>The verb <c>verify-audit [seq:hash]</c>.</summary>
public static class VerifyAuditVerb
{
    public const string Name = "verify-audit";

    /// <summary>The same, to the terminal: what a verb answers is no log.</summary>
    public static Task<int> RunAsync(AuditVerifier verifier, IReadOnlyList<string> arguments, CancellationToken ct) =>
#pragma warning disable RS0030
        RunAsync(verifier, arguments, Console.Out, ct);
#pragma warning restore RS0030

    /// <summary>Checks the chain, says what it found, and answers the exit code: 0 intact, 1 broken, 2 an argument that cannot be read.</summary>
    public static async Task<int> RunAsync(
        AuditVerifier verifier,
        IReadOnlyList<string> arguments,
        TextWriter output,
        CancellationToken ct
    )
    {
        (long, string)? known = null;
        if (arguments is [{ } noted, ..])
        {
            var parts = noted.Split(':');
            if (
                parts is not [var number, { Length: 64 } hash]
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            )
            {
                await output.WriteLineAsync($"'{noted}' is no position with its hash: write it as seq:hash.");
                return 2;
            }

            known = (seq, hash.ToLowerInvariant());
        }

        var verdict = await verifier.VerifyAsync(known, ct);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{verdict.Checked} entries checked, {verdict.Unsealed} not sealed yet. Last: {verdict.Seq}:{verdict.Hash}"
            )
        );
        await output.WriteLineAsync(verdict.Break ?? "The audit log is intact.");
        return verdict.Break is null ? 0 : 1;
    }
}
