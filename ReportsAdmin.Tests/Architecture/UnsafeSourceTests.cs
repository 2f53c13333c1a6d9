using System.Text.RegularExpressions;
using Xunit;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>What makes attacks possible and has no place in this application's source.</summary>
public sealed partial class UnsafeSourceTests
{
    private static readonly string[] InSource =
    [
        "MarkupString",
        "AddMarkupContent",
        "BinaryFormatter",
        "NetDataContractSerializer",
        "TypeNameHandling",
        "ProcessStartInfo",
        "Process.Start",
        "Assembly.Load",
        "DtdProcessing.Parse",
        "XDocument.Parse",
        "XPath",
        "FromSqlRaw",
        "ServerCertificateCustomValidationCallback",
        "RemoteCertificateValidationCallback",
        "ServerCertificateValidationCallback",
        "DangerousAcceptAnyServerCertificateValidator",
    ];

    private static readonly string[] InScripts =
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function(",
        "'message'",
        "postMessage",
        "javascript:",
        "http://",
        "https://",
    ];

    /// <remarks>Each of these builds its statement of constants and of names that the code gives; values are parameters.</remarks>
    private static readonly string[] MayRunRawSql =
    [
        "Features/Access/AccessDemo.cs",
        "Features/Access/People/PeopleCommands.cs",
        "Features/Imports/Staging/StagedTable.cs",
        "Features/Imports/Staging/UploadTableSql.cs",
        "Features/Receivables/Import/ReceivablesMerge.cs",
        "Features/Receivables/Import/ReceivablesUndo.cs",
        "Features/Receivables/Ledger/InvoiceQueries.Pages.cs",
        "Features/Receivables/Ledger/SnapshotSums.cs",
        "Platform/Audit/AuditTriggers.cs",
        "Platform/Data/SchemaRunner.cs",
        "Platform/Data/TableStatistics.cs",
        "Platform/Data/Transfer/TableCopy.cs",
        "Platform/Files/FileSweep.cs",
    ];

    [Fact]
    public void Nothing_renders_text_as_markup_runs_commands_or_trusts_every_certificate() =>
        Assert.Empty(
            Sources()
                .SelectMany(
                    s => InSource.Where(w => s.Text.Contains(w, StringComparison.Ordinal)),
                    (s, w) => $"{s.File}: {w}"
                )
        );

    [Fact]
    public void Our_scripts_make_no_markup_run_no_text_and_know_no_other_site()
    {
        var scripts = Directory.GetFiles(Path.Combine(SourceModel.Instance.Root, "..", "wwwroot-assets", "js"), "*.js");
        Assert.NotEmpty(scripts);
        Assert.Empty(
            scripts.SelectMany(
                f => InScripts.Where(File.ReadAllText(f).Contains),
                (f, w) => $"{Path.GetFileName(f)}: {w}"
            )
        );
    }

    [Fact]
    public void Statements_that_are_no_interpolated_parameters_are_in_few_known_places() =>
        Assert.Equal(
            MayRunRawSql,
            Sources().Where(s => RawSql().IsMatch(s.Text)).Select(s => s.File).Order(StringComparer.Ordinal)
        );

    /// <summary>What goes past EF Core is not seen by the interceptors that keep "see as" read only: each of these asks by itself, or cannot write for a person.</summary>
    [Fact]
    public void The_raw_connection_is_used_in_few_known_places() =>
        Assert.Equal(
            [
                "Platform/Data/DatabaseIntegrity.cs",
                "Platform/Data/Postgres/PostgresBulkImporter.cs",
                "Platform/Data/Postgres/PostgresBulkReader.cs",
                "Platform/Data/ReadSnapshot.cs",
                "Platform/Data/Sqlite/SqliteBulkImporter.cs",
                "Platform/Data/Sqlite/SqliteBulkReader.cs",
                "Platform/Data/Sqlite/SqliteConventions.cs",
                "Platform/Data/Sqlite/WriterProbe.cs",
                "Platform/Data/Transfer/TableCopy.cs",
                "Platform/Data/Transfer/TableRows.cs",
                "Platform/Jobs/Sql/JobTable.cs",
            ],
            Sources().Where(s => RawConnection().IsMatch(s.Text)).Select(s => s.File).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_password_is_masked_and_a_password_manager_may_fill_it_in()
    {
        var fields = SourceModel
            .Instance.RazorLines()
            .SelectMany(l => Inputs().Matches(l.Text).Select(m => $"{l.File}: {m.Value}"))
            .Where(f => f.Contains("assword\"", StringComparison.Ordinal))
            .ToList();

        Assert.True(fields.Count >= 8, $"Only {fields.Count} fields were found.");
        Assert.All(fields, f =>
        {
            Assert.Contains("type=\"password\"", f, StringComparison.Ordinal);
            Assert.Matches("autocomplete=\"(current|new)-password\"", f);
            Assert.DoesNotContain("onpaste", f, StringComparison.OrdinalIgnoreCase);
        });
    }

    private static IEnumerable<(string File, string Text)> Sources() =>
        SourceModel
            .Instance.Files.Where(f =>
                (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
                && !f.Contains("/Migrations/", StringComparison.Ordinal)
            )
            .Select(f => (f, File.ReadAllText(Path.Combine(SourceModel.Instance.Root, f))));

    [GeneratedRegex(@"\b(Execute|From)SqlRaw|SqlQueryRaw")]
    private static partial Regex RawSql();

    [GeneratedRegex(@"GetDbConnection\(|\.CreateCommand\(")]
    private static partial Regex RawConnection();

    [GeneratedRegex("<input\\b[^>]*>")]
    private static partial Regex Inputs();
}
