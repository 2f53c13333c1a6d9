using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace ReportsAdmin.Platform.Settings;

/// <summary>Reads sections of the configuration strictly: a value that is none of its kind and a name that is no setting are faults.</summary>
public static class SettingsReader
{
    /// <summary>The settings of a section, with the defaults of what is not given. An empty value counts as not given.</summary>
    /// <exception cref="OptionsValidationException">One or more cannot be used; every fault is named.</exception>
    public static T Read<T>(this IConfiguration configuration)
        where T : class, ISettings, new()
    {
        var settings = new T();
        var faults = new List<string>();
        if (Fill(settings, configuration.GetSection(T.Section), faults))
            faults.AddRange(settings.Faults(configuration));
        return faults.Count == 0 ? settings : throw new OptionsValidationException(T.Section, typeof(T), faults);
    }

    /// <summary>The properties of a type that are settings or hold some.</summary>
    internal static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties().Where(p => p.IsDefined(typeof(SettingAttribute)) || HoldsSettings(p.PropertyType));

    internal static bool HoldsSettings(Type type) =>
        type.GetProperties().Any(p => p.IsDefined(typeof(SettingAttribute)));

    /// <returns>Whether each value could be read, even where it is out of its range.</returns>
    private static bool Fill(object settings, IConfigurationSection section, List<string> faults)
    {
        var properties = PropertiesOf(settings.GetType()).ToList();
        foreach (var child in section.GetChildren())
        {
            if (!properties.Exists(p => string.Equals(p.Name, child.Key, StringComparison.OrdinalIgnoreCase)))
                faults.Add(
                    $"{child.Path} is not a setting. {section.Path} has {string.Join(", ", properties.Select(p => p.Name))}."
                );
        }

        var read = true;
        foreach (var property in properties)
            read &= Set(settings, property, section.GetSection(property.Name), faults);
        return read;
    }

    private static bool Set(object settings, PropertyInfo property, IConfigurationSection at, List<string> faults)
    {
        if (HoldsSettings(property.PropertyType))
            return Fill(property.GetValue(settings)!, at, faults);
        if (property.PropertyType == typeof(IReadOnlyList<string>))
        {
            if (ListOf(at) is { Length: > 0 } list)
                property.SetValue(settings, list);
            return true;
        }

        if (string.IsNullOrWhiteSpace(at.Value))
            return true;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (Parse(at.Value, type) is not { } value)
        {
            // Texts cannot fail here, so this never repeats a password.
            faults.Add($"{at.Path} is '{at.Value}'; it must be {KindOf(type)}.");
            return false;
        }

        property.SetValue(settings, value);
        if (OutOfRange(property.GetCustomAttribute<SettingAttribute>()!, value) is { } range)
            faults.Add($"{at.Path} is {at.Value}; it must be {range}.");
        return true;
    }

    /// <summary>A list of the settings file, or one text with commas, as the environment and the command line have it.</summary>
    private static string[] ListOf(IConfigurationSection at) =>
        [
            .. at.GetChildren()
                .Select(c => c.Value)
                .Concat(at.Value?.Split(',') ?? [])
                .OfType<string>()
                .Select(v => v.Trim())
                .Where(v => v.Length > 0),
        ];

    private static object? Parse(string text, Type type)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.Integer, invariant, out var whole) ? whole : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.Integer, invariant, out var large) ? large : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, invariant, out var number) && double.IsFinite(number)
                ? number
                : null;
        return
            Enum.GetNames(type).FirstOrDefault(n => n.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
                is { } name
            ? Enum.Parse(type, name)
            : null;
    }

    /// <summary>What a value of the type is, as the end of a sentence.</summary>
    internal static string KindOf(Type type)
    {
        if (type.IsEnum)
            return string.Join(" or ", Enum.GetNames(type));
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(double))
            return "a number";
        return type == typeof(string) ? "text"
            : typeof(IEnumerable).IsAssignableFrom(type) ? "a list"
            : "a whole number";
    }

    /// <summary>The range of a number, such as <c>1 to 65535</c>; null for what has none.</summary>
    internal static string? RangeOf(SettingAttribute setting) =>
        (double.IsFinite(setting.Least), double.IsFinite(setting.Most)) switch
        {
            (true, true) => FormattableString.Invariant($"{setting.Least} to {setting.Most}"),
            (true, false) => FormattableString.Invariant($"{setting.Least} or more"),
            (false, true) => FormattableString.Invariant($"at most {setting.Most}"),
            _ => null,
        };

    private static string? OutOfRange(SettingAttribute setting, object value) =>
        value is int or long or double
        && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
        && (number < setting.Least || number > setting.Most)
            ? RangeOf(setting)
            : null;
}
