using System.Runtime.CompilerServices;
using Xunit;

namespace ReportsAdmin.Tests.Support;

/// <summary>The fonts that a program under test finds, so that its pages are the same on every machine.</summary>
public sealed record FontSet(string Name, string Folder)
{
    /// <summary>Those of the repository.</summary>
    public static readonly FontSet Own = new(
        "own",
        Path.GetFullPath(Path.Combine(Here(), "..", "..", "ReportsAdmin", "Platform", "Rendering", "Fonts"))
    );

    /// <summary>What a bare Debian has; wider than any other that stands in for Calibri.</summary>
    public static readonly FontSet DejaVu = new("DejaVu", "/usr/share/fonts/truetype/dejavu");

    public static TheoryData<string> Names => ["own", "DejaVu"];

    public static FontSet Named(string name) => name == DejaVu.Name ? DejaVu : Own;

    public bool Exists => Directory.Exists(Folder);

    /// <summary>Writes the configuration into the folder and answers its path, for <c>FONTCONFIG_FILE</c>.</summary>
    public string WriteConfiguration(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, $"fonts-{Name}.conf");
        File.WriteAllText(
            path,
            $"""
            <?xml version="1.0"?>
            <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
            <fontconfig>
              <dir>{Folder}</dir>
              <cachedir>{Path.Combine(folder.FullName, "fonts-cache")}</cachedir>
            </fontconfig>
            """
        );
        return path;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
