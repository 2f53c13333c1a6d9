namespace ReportsAdmin.Ui.Components;

/// <summary>One line of a <see cref="ChoiceField"/>.</summary>
public sealed record Option(string Value, string Text);
