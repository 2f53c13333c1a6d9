using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents;

/// <summary>A version as it is about to be stored, checked.</summary>
internal sealed record ReportDraft(
    string Title,
    string? Description,
    string Data,
    string Config,
    IReadOnlyList<string> Formats
);

/// <summary>Checks content before it is taken, formats included: what is taken can be made. Builds the document of a version.</summary>
public sealed class ReportDrafts(IDbContextFactory<ReportsDb> contexts, ReportRenderers renderers, BusinessClock clock)
{
    private const int MaxConfig = 4000;

    internal async Task<ReportDraft> CheckAsync(
        string title,
        string? description,
        JsonElement data,
        JsonElement config,
        CancellationToken ct
    )
    {
        if (string.IsNullOrWhiteSpace(title) || title.Trim().Length > DocumentCommands.MaxTitle)
            throw DomainException.Invalid("title", $"title has 1 to {DocumentCommands.MaxTitle} characters.");
        if (description is { Length: > DocumentCommands.MaxDescription })
            throw DomainException.Invalid(
                "description",
                $"description may have {DocumentCommands.MaxDescription} characters."
            );
        var settings = ReportConfig.Read(config);
        var (content, kept) = (ReportContent.Check(data, "data"), ReportContent.Write(config));
        if (kept.Length > MaxConfig)
            throw DomainException.Invalid("config", $"config may have {MaxConfig} characters.");
        var document = Build(
            title.Trim(),
            description,
            data,
            await LayoutAsync(settings.Template, ct),
            settings,
            new Origin(0, 0, "", clock.UtcNow)
        );
        foreach (var format in settings.Formats)
            renderers.Require(document, format);
        return new ReportDraft(
            title.Trim(),
            string.IsNullOrWhiteSpace(description) ? null : description.Trim(),
            content,
            kept,
            [.. settings.Formats.Select(f => f.Key)]
        );
    }

    /// <summary>The document of a stored version.</summary>
    public async Task<ReportDocument> BuildAsync(ReportVersion version, CancellationToken ct)
    {
        var settings = ReportConfig.FromJson(version.Config);
        return Build(
            version.Title,
            version.Description,
            ReportContent.Read(version.Data, "data"),
            await LayoutAsync(settings.Template, ct),
            settings,
            new Origin(version.ReportId, version.Number, version.AuthorName, version.At)
        );
    }

    private async Task<DocumentTemplateDefinition> LayoutAsync(string key, CancellationToken ct)
    {
        if (DocumentTemplateDefinition.BuiltIn.TryGetValue(key, out var builtIn))
            return builtIn.Definition;
        await using var db = contexts.CreateDbContext();
        var made = await db.Set<DocumentTemplate>().SingleOrDefaultAsync(l => l.Key == key, ct)
            ?? throw DomainException.Invalid("config.template", $"Template '{key}' not found.");
        return DocumentTemplateDefinition.FromJson(made.Definition);
    }

    private ReportDocument Build(
        string title,
        string? description,
        JsonElement data,
        DocumentTemplateDefinition layout,
        ReportConfig settings,
        Origin origin
    ) =>
        new()
        {
            Title = title,
            MadeAtUtc = clock.UtcNow,
            MadeBy = origin.Author,
            DataAsOf = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"version {origin.Number} of {clock.ToLocal(origin.At):dd MMM yyyy HH:mm}"
            ),
            Parameters =
            [
                new Fact(
                    "Report",
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{origin.ReportId}")
                ),
                new Fact(
                    "Version",
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"{origin.Number} by {origin.Author}"
                    )
                ),
            ],
            Blocks = new ContentDocument(layout, settings.IncludeCharts).Build(description, data),
        };

    private sealed record Origin(int ReportId, int Number, string Author, DateTime At);
}
