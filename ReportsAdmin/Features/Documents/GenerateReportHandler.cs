using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents;

internal sealed record GenerateReportArguments(int ReportId, int Number);

/// <summary>Makes the files of one version, each on its own: another attempt makes only what is missing.</summary>
public sealed class GenerateReportHandler(
    IDbContextFactory<ReportsDb> contexts,
    ReportDrafts drafts,
    ReportRenderers renderers
) : IJobHandler
{
    public const string JobKind = "generated.render";

    private const int MaxFileName = 100;

    public string Kind => JobKind;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        context.Report("Reading the content", 5);
        var (reportId, number) = context.Read<GenerateReportArguments>();
        var version = await LoadAsync(reportId, number, ct);
        var document = await drafts.BuildAsync(version, ct);
        var formats = ReportConfig.FromJson(version.Config).Formats;
        var warnings = new List<string>();
        for (var i = 0; i < formats.Count; i++)
        {
            var format = formats[i];
            context.Report($"Making the {format.Title} file", 10 + (i * 85 / formats.Count));
            if (await context.HasArtifactAsync(format.Key, ct))
                continue;
            await context.SaveAsync(
                format.Key,
                $"{FileNameOf(version.Title)}.{format.Extension}",
                format.ContentType,
                keep: null,
                async (output, token) =>
                    warnings.AddRange((await renderers.RenderAsync(document, format, output, null, token)).Warnings),
                ct
            );
        }

        context.SetResult(new DocumentOutcome([.. warnings.Distinct(StringComparer.Ordinal)]));
        context.Report("Finishing", 99);
    }

    /// <summary>The title as a file name, as spec 002's server made it: blanks become underscores.</summary>
    internal static string FileNameOf(string title)
    {
        var name = string.Concat(
                title.Select(c =>
                    char.IsWhiteSpace(c) ? '_'
                    : char.IsControl(c) || "\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '-'
                    : c
                )
            )
            .Trim('.', '_', '-');
        if (name.Length > MaxFileName)
            name = name[..(char.IsHighSurrogate(name[MaxFileName - 1]) ? MaxFileName - 1 : MaxFileName)];
        return name.Length == 0 ? "report" : name;
    }

    private async Task<ReportVersion> LoadAsync(int reportId, int number, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<ReportVersion>().SingleOrDefaultAsync(v => v.ReportId == reportId && v.Number == number, ct)
            ?? throw new JobFailure("REPORT_GONE", "The report that this job was for is gone.", retryable: false);
    }
}
