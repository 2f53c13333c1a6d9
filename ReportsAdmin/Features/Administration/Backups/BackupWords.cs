using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Administration.Backups;

internal static class BackupWords
{
    public static (string Text, Tone Tone) State(JobState state) =>
        state switch
        {
            JobState.Completed => ("Done", Tone.Good),
            JobState.Failed => ("Failed", Tone.Bad),
            JobState.Cancelled => ("Cancelled", Tone.Neutral),
            JobState.Running => ("Running", Tone.Info),
            _ => ("Waiting", Tone.Neutral),
        };
}
