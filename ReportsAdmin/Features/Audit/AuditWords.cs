using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Audit;

/// <summary>The words of entries as people read them.</summary>
public static class AuditWords
{
    public static (string Text, Tone Tone) Action(string action) =>
        action switch
        {
            AuditActions.Added => ("Added", Tone.Good),
            AuditActions.Removed => ("Removed", Tone.Bad),
            AuditActions.SignInFailed => ("Sign-in failed", Tone.Warn),
            AuditActions.NotNoted => ("Not noted one by one", Tone.Warn),
            AuditActions.LogCut => ("Old entries deleted", Tone.Warn),
            AuditActions.SessionEnded => ("Session ended", Tone.Neutral),
            AuditActions.Invited => ("Invited", Tone.Good),
            AuditActions.InvitationAccepted => ("Invitation accepted", Tone.Good),
            AuditActions.ResetRequested => ("New password requested", Tone.Neutral),
            AuditActions.PasswordReset => ("Password reset", Tone.Neutral),
            AuditActions.SeeAsBegan => ("Saw the app as", Tone.Warn),
            AuditActions.SeeAsEnded => ("No longer saw the app as", Tone.Neutral),
            AuditActions.SignedIn => ("Signed in", Tone.Neutral),
            AuditActions.SignedOut => ("Signed out", Tone.Neutral),
            _ => (Sentence(action), Tone.Neutral),
        };

    public static string Via(string via) =>
        via switch
        {
            ActorVia.Page => "Page",
            ActorVia.Api => "API",
            ActorVia.Job => "Job",
            ActorVia.System => "System",
            _ => Sentence(via),
        };

    /// <summary>Who did it, where nobody is named.</summary>
    public static string Actor(AuditRow row) =>
        row.ActorName
        ?? (
            row.ActorId is { } id ? FormattableString.Invariant($"Person {id}")
            : row.Via is ActorVia.System or ActorVia.Job ? "System"
            : "Not signed in"
        );

    /// <summary>The record by its name, else by its kind and number.</summary>
    public static string Record(AuditRow row) =>
        row.RecordName
        ?? (
            row.Kind is null ? ""
            : row.RecordId is null ? Sentence(row.Kind)
            : $"{Sentence(row.Kind)} {row.RecordId}"
        );

    public static string Sentence(string words) =>
        words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..].Replace('-', ' ');

    /// <summary>The page of a record; null where it has none of its own.</summary>
    public static string? HrefOf(AuditRow row) =>
        row.RecordId is not { } id || row.Action == AuditActions.Removed
            ? null
            : row.Kind switch
            {
                "customer" => $"/customers/{id}",
                "invoice" => $"/invoices/{id}",
                "form" => $"/forms/{id}",
                "document" => $"/documents/{id}",
                "upload" => $"/uploads/{id}",
                "reminder run" => $"/reminders/runs/{id}",
                "reminder ladder" => "/reminders/ladder",
                "person" when row.RecordName is { } name => $"/admin/people?q={Uri.EscapeDataString(name)}",
                _ => null,
            };

    /// <summary>The changes on one line, for files.</summary>
    public static string Changes(AuditRow row) =>
        string.Join(
            "; ",
            row.Fields.Select(f =>
                f.Before is null
                    ? f.After is null
                        ? $"{f.Field} changed"
                        : $"{f.Field}: {f.After}"
                    : $"{f.Field}: {Value(f.Before)} → {Value(f.After)}"
            )
        );

    public static string Value(string? text) => string.IsNullOrEmpty(text) ? "nothing" : text;
}
