using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Imports.Pages;

/// <summary>States and effects of uploads as people read them.</summary>
public static class UploadText
{
    public static readonly IReadOnlyList<RowEffect> Effects =
    [
        RowEffect.New,
        RowEffect.Changed,
        RowEffect.Unchanged,
        RowEffect.Error,
        RowEffect.Duplicate,
        RowEffect.Missing,
        RowEffect.Skipped,
    ];

    public static (string Text, Tone Tone) State(ImportState state) =>
        state switch
        {
            ImportState.Received => ("Waiting", Tone.Neutral),
            ImportState.Staging => ("Reading", Tone.Info),
            ImportState.Asking => ("Has a question", Tone.Warn),
            ImportState.Staged => ("To be committed", Tone.Accent),
            ImportState.Committed => ("Committed", Tone.Good),
            ImportState.Discarded => ("Discarded", Tone.Neutral),
            ImportState.Undone => ("Undone", Tone.Neutral),
            _ => ("Refused", Tone.Bad),
        };

    public static (string Text, Tone Tone) Effect(RowEffect effect) =>
        effect switch
        {
            RowEffect.New => ("New", Tone.Good),
            RowEffect.Changed => ("Changed", Tone.Info),
            RowEffect.Unchanged => ("Unchanged", Tone.Neutral),
            RowEffect.Error => ("Problem", Tone.Bad),
            RowEffect.Duplicate => ("Duplicate", Tone.Warn),
            RowEffect.Missing => ("Missing", Tone.Accent),
            _ => ("Skipped", Tone.Neutral),
        };

    /// <summary>What a tab of the preview holds, for its empty state and its title.</summary>
    public static string About(RowEffect effect) =>
        effect switch
        {
            RowEffect.New => "Not known before: they will be added.",
            RowEffect.Changed => "Known, with other values now: old and new stand beside each other.",
            RowEffect.Unchanged => "Exactly as already stored.",
            RowEffect.Error => "Cannot be imported as they are.",
            RowEffect.Duplicate => "The same row stands further up in the file.",
            RowEffect.Missing => "Open last time, and not in this file.",
            _ => "Totals, repeated headers and other lines that are not data.",
        };

    /// <summary>What an upload is about: <c>Outstanding sheet, April 2025, Pump</c>; of the whole company's kinds the title alone.</summary>
    public static string Subject(UploadDetails upload) =>
        $"{upload.Kind.Title}{(For(upload.Kind, upload.Period, upload.DepartmentName) is { Length: > 0 } whose ? ", " + whose : "")}";

    /// <summary>The month and the department, as far as the kind has them.</summary>
    public static string For(UploadKind kind, int period, string department) =>
        (kind.Profile.AsksMonth, kind.Profile.AsksDepartment) switch
        {
            (true, true) => $"{Dates.Month(period)}, {department}",
            (true, false) => Dates.Month(period),
            (false, true) => department,
            _ => "",
        };
}
