namespace ReportsAdmin.Ui.Components;

/// <summary>What a colour says. The words beside it always say it too.</summary>
public enum Tone
{
    Neutral,
    Good,
    Warn,
    Bad,
    Info,
    Accent,
}

internal static class ToneClass
{
    public static string Css(this Tone tone) =>
        tone switch
        {
            Tone.Good => "good",
            Tone.Warn => "warn",
            Tone.Bad => "bad",
            Tone.Info => "info",
            Tone.Accent => "accent",
            _ => "",
        };
}
