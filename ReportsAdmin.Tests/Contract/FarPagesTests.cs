using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>A page far beyond the end has no rows, in every list: its offset never runs over into that of the first page.</summary>
public sealed class FarPagesTests : IAsyncLifetime
{
    private readonly TestApp app = new TestApp().WithoutContractCheck();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of("Customer Code|Customer Name|Region|Invoice Number|Outstanding", "C-1|Asha|Mumbai|M-1|5"),
            "Apr-25"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_last_page_that_can_be_asked_for_is_empty()
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        var walked = new List<string>();
        foreach (var path in Lists())
        {
            foreach (var page in (int[])[int.MaxValue, 21_474_838])
            {
                using var answer = await admin.GetAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{path}?page={page}")
                );
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
                if (answer.StatusCode == HttpStatusCode.OK)
                    Assert.True(RowsIn(JsonDocument.Parse(text).RootElement) == 0, $"{path}?page={page}: {text}");
            }

            walked.Add(path);
        }

        Assert.Contains("/api/reports", walked);
        Assert.Contains("/api/reports/customers", walked);
        Assert.True(walked.Count >= 14, string.Join(' ', walked));
    }

    private IEnumerable<string> Lists() =>
        app
            .Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>()
            .ApiDescriptionGroups.Items.SelectMany(g => g.Items)
            .Where(d =>
                d.HttpMethod == "GET"
                && !d.RelativePath!.Contains('{', StringComparison.Ordinal)
                && d.ParameterDescriptions.Any(p =>
                    p.Source == BindingSource.Query && p.Name.Equals("page", StringComparison.OrdinalIgnoreCase)
                )
            )
            .Select(d => "/" + d.RelativePath)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    /// <summary>In the longest list of the answer that holds rows.</summary>
    private static int RowsIn(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray().Count(e => e.ValueKind == JsonValueKind.Object),
            JsonValueKind.Object => element
                .EnumerateObject()
                // What the answer says of itself, not of the page.
                .Where(p =>
                    p.Name is not ("columns" or "filters" or "meta" or "links" or "verdicts" or "months" or "past")
                )
                .Select(p => RowsIn(p.Value))
                .DefaultIfEmpty(0)
                .Max(),
            _ => 0,
        };
}
