using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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
