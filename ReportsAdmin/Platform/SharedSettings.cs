using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

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

    /// <summary>The variable that names the folder of secrets: systemd sets it for LoadCredential, containers name /run/secrets.</summary>
    public const string SecretsVariable = "CREDENTIALS_DIRECTORY";

    /// <summary>Whether the file is one that was handed to this process as a secret: who else can read it is the matter of who handed it over.</summary>
    public static bool IsSecretFile(string path) =>
        Environment.GetEnvironmentVariable(SecretsVariable) is { Length: > 0 } folder
        && Path.GetDirectoryName(path) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>
    /// Reads one setting from each file of the folder, named as variables are (<c>Database__ConnectionString</c>): other accounts see the
    /// environment and the command line of a process, not these. They win over the environment.
    /// </summary>
    public static WebApplicationBuilder AddSecretFiles(this WebApplicationBuilder builder)
    {
        if (
            Environment.GetEnvironmentVariable(SecretsVariable) is not { Length: > 0 } folder
            || !Directory.Exists(folder)
        )
            return builder;
        var source = new KeyPerFileConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(folder),
            Optional = true,
        };
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        var line = sources.OfType<CommandLineConfigurationSource>().LastOrDefault();
        sources.Insert(line is null ? sources.Count : sources.IndexOf(line), source);
        return builder;
    }
}
