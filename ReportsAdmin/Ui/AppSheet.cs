using System.Text;

namespace ReportsAdmin.Ui;

/// <summary>The hand-written style sheets of <c>wwwroot-assets/css</c> as one answer. In Development an edited file is served at once.</summary>
public sealed class AppSheet(IWebHostEnvironment environment)
{
    /// <summary>The files in the order in which they are read; later ones win.</summary>
    public static readonly IReadOnlyList<string> Files =
    [
        "tokens",
        "base",
        "mud",
        "controls",
        "shell",
        "parts",
        "tables",
        "grid",
        "charts",
        "receivables",
        "imports",
        "reports",
        "documents",
        "field-sales",
        "views",
        "company",
        "audit",
        "operation",
        "native",
        "forms",
        "forms-builder",
        "print",
    ];

    private readonly Lock gate = new();
    private StyleSheet? sheet;
    private long stamp;

    /// <summary>The sheet; made at the first call, and in Development again after a change of a file.</summary>
    public StyleSheet Sheet()
    {
        lock (gate)
        {
            if (sheet is not null && !environment.IsDevelopment())
                return sheet;
            var now = Files.Max(f => Find(f).LastModified.UtcTicks);
            if (sheet is not null && now == stamp)
                return sheet;
            (stamp, sheet) = (now, new StyleSheet(Read()));
            return sheet;
        }
    }

    private string Read()
    {
        var text = new StringBuilder();
        foreach (var name in Files)
        {
            using var reader = new StreamReader(Find(name).CreateReadStream());
            text.Append(reader.ReadToEnd()).Append('\n');
        }

        return text.ToString();
    }

    private Microsoft.Extensions.FileProviders.IFileInfo Find(string name) =>
        environment.WebRootFileProvider.GetFileInfo($"css/{name}.css") is { Exists: true } file
            ? file
            : throw new FileNotFoundException($"css/{name}.css is not among the assets.");
}
