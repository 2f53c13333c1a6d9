namespace ReportsAdmin.Ui.Components;

/// <summary>One line of a <see cref="ChoiceField"/>.</summary>
public sealed record Option(string Value, string Text)
{
    /// <summary>Belongs to the option above it that is not inset.</summary>
    public bool IsInset { get; init; }
}
