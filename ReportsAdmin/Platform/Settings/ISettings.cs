namespace ReportsAdmin.Platform.Settings;

/// <summary>A section of the configuration as a type: its properties with a <see cref="SettingAttribute"/> are its settings, their initial values the defaults.</summary>
public interface ISettings
{
    /// <summary>The name of the section, such as <c>Mail</c>.</summary>
    static abstract string Section { get; }

    /// <summary>What does not fit together, or names a file or an address that cannot be used; one sentence each.</summary>
    /// <param name="configuration">All of it, for what depends on another section.</param>
    IEnumerable<string> Faults(IConfiguration configuration) => [];
}

/// <summary>Marks a property as a setting: text, number, yes or no, one of an enumeration's names, or a list of texts.</summary>
/// <param name="description">What it does, for the table of settings.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    public string Description { get; } = description;

    /// <summary>The least number that may be given.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest number that may be given.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>The default in words, where it depends on something else.</summary>
    public string? Default { get; init; }
}
