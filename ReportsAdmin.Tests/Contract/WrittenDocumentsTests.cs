using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Features;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>
/// The API document and what is generated from it, as checked in: written anew with <c>REPORTSADMIN_WRITE_DOCS=1</c>, and compared without.
/// </summary>
public sealed class WrittenDocumentsTests(ContractRulesTests.Document fixture)
    : IClassFixture<ContractRulesTests.Document>
{
    internal static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void The_api_document_is_the_one_that_is_served() =>
        Same("api/openapi.json", fixture.Root.ToJsonString(Readable) + "\n");

    [Fact]
    public void The_postman_collection_is_generated_from_the_document()
    {
        var collection = PostmanCollection.Of(fixture.Root, fixture.Contract);

        Assert.Equal(
            fixture.Contract.Operations.Count,
            collection["item"]!.AsArray().Sum(folder => folder!["item"]!.AsArray().Count)
        );
        Same("postman.json", collection.ToJsonString(Readable) + "\n");
    }

    [Fact]
    public void The_contract_of_report_jobs_is_generated_from_the_document()
    {
        var contract = new TypeScriptContract(fixture.Root, fixture.Contract).Of(
            "/api/v2/reports/jobs",
            "ReportJobsApi"
        );

        Assert.Contains("export type JobStatus = 'scheduled' | 'pending'", contract, StringComparison.Ordinal);
        Assert.Contains("export interface CreateJobRequest {", contract, StringComparison.Ordinal);
        Same("report-jobs.contract.ts", contract);
    }

    [Fact]
    public void The_table_of_settings_is_generated_from_the_options()
    {
        var text = new StringBuilder(
            """
            # Settings

            In `appsettings.json`, the environment (`Mail__Port`), or the command line (`--Mail:Port=25`). They are checked at start: what cannot be
            used, and a name that is none of these, is logged, all of it at once, and the process ends with exit code 1. Lists are given as
            `Cors:Origins:0`, `Cors:Origins:1`, …, or as one text with commas. Besides these there are those of the framework: `Urls`, `AllowedHosts`,
            `Logging`, `Kestrel`.

            Written by `WrittenDocumentsTests` from the options in the code.

            """
        );
        foreach (var section in AllFeatures.Settings)
        {
            text.Append('\n').Append("## ").Append(section.Name).Append("\n\n");
            text.Append("| Setting | Value | Default | |\n|---|---|---|---|\n");
            foreach (var row in section.Rows)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| `{row.Key}` | {row.Kind} | {row.Default} | {row.Description} |\n"
                );
        }

        Same("settings.md", text.ToString());
    }

    private static string Here([CallerFilePath] string path = "") => path;

    private static void Same(string file, string generated)
    {
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "../../ReportsAdmin/Docs", file);
        if (Environment.GetEnvironmentVariable("REPORTSADMIN_WRITE_DOCS") == "1")
            File.WriteAllText(path, generated);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == generated,
            $"Docs/{file} differs from the API. Run the tests of this class once with REPORTSADMIN_WRITE_DOCS=1 and check the file in."
        );
    }
}
