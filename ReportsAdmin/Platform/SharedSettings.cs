using Microsoft.Extensions.Configuration.Json;

namespace ReportsAdmin.Platform;

/// <summary>Reads the settings file of the environment that lies beside the project folder (<c>../appsettings.Development.json</c>).</summary>
public static class SharedSettings
{
    /// <summary>Goes right after the last <c>appsettings*.json</c>, so that environment variables and the command line still win.</summary>
    public static WebApplicationBuilder AddSharedSettings(this WebApplicationBuilder builder)
    {
        var path = Path.GetFullPath(
            Path.Combine(
                builder.Environment.ContentRootPath,
                "..",
                $"appsettings.{builder.Environment.EnvironmentName}.json"
            )
        );
        if (!File.Exists(path))
            return builder;
        var source = new JsonConfigurationSource { Path = path, Optional = true };
        source.ResolveFileProvider();
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        var last = sources
            .OfType<JsonConfigurationSource>()
            .Last(s => s.Path!.StartsWith("appsettings", StringComparison.Ordinal));
        sources.Insert(sources.IndexOf(last) + 1, source);
        return builder;
    }
}
