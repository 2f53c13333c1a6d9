using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace ReportsAdmin.Platform.Settings;

/// <summary>A line of the table of settings.</summary>
/// <param name="Key">With its section: <c>Mail:Port</c>.</param>
/// <param name="Kind">What may be given: <c>a whole number, 1 to 65535</c>.</param>
/// <param name="Default">As it would be given; a phrase where there is none or it depends on something else.</param>
public sealed record SettingRow(string Key, string Kind, string Default, string Description);

/// <summary>A section of the configuration: its settings, and what is wrong with those that are given.</summary>
public sealed record SettingsSection(
    string Name,
    IReadOnlyList<SettingRow> Rows,
    Func<IConfiguration, IEnumerable<string>> Faults
)
{
    public static SettingsSection Of<T>()
        where T : class, ISettings, new() => new(T.Section, [.. RowsOf(new T(), T.Section)], FaultsOf<T>);

    /// <summary>The faults of all sections.</summary>
    public static IReadOnlyList<string> Check(IEnumerable<SettingsSection> sections, IConfiguration configuration) =>
        [.. sections.SelectMany(s => s.Faults(configuration)).Distinct()];

    private static IEnumerable<string> FaultsOf<T>(IConfiguration configuration)
        where T : class, ISettings, new()
    {
        try
        {
            configuration.Read<T>();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }

    private static IEnumerable<SettingRow> RowsOf(object settings, string path) =>
        SettingsReader
            .PropertiesOf(settings.GetType())
            .SelectMany(p =>
            {
                var (key, value) = ($"{path}:{p.Name}", p.GetValue(settings));
                return SettingsReader.HoldsSettings(p.PropertyType) ? RowsOf(value!, key) : [RowOf(p, key, value)];
            });

    private static SettingRow RowOf(PropertyInfo property, string key, object? value)
    {
        var setting = property.GetCustomAttribute<SettingAttribute>()!;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var range = SettingsReader.RangeOf(setting);
        return new SettingRow(
            key,
            SettingsReader.KindOf(type) + (range is null ? "" : $", {range}"),
            setting.Default ?? TextOf(value),
            setting.Description
        );
    }

    private static string TextOf(object? value) =>
        value switch
        {
            null or "" => "none",
            bool flag => flag ? "true" : "false",
            string text => text,
            IEnumerable list => string.Join(", ", list.Cast<object>()) is { Length: > 0 } text ? text : "none",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
