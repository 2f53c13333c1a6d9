namespace ReportsAdmin.Platform.Settings;

/// <summary>The check of all settings before anything is built from them.</summary>
public static class SettingsCheck
{
    /// <summary>Whether the process can start; what cannot be used is logged, all of it.</summary>
    public static bool HasUsableSettings(this WebApplicationBuilder builder, IEnumerable<SettingsSection> sections)
    {
        var faults = SettingsSection.Check(sections, builder.Configuration);
        if (faults.Count == 0)
            return true;
        // The host and its log are not built yet; this one writes out its lines when it is disposed.
        using var loggers = LoggerFactory.Create(l => l.AddSimpleConsole(o => o.SingleLine = true));
        var log = loggers.CreateLogger(typeof(SettingsCheck));
        foreach (var fault in faults)
            log.LogCritical("Setting {Fault}", fault);
        log.LogCritical("{Count} settings cannot be used; the process ends", faults.Count);
        return false;
    }
}
