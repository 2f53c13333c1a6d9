using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Departments upload at the same time; one must not be refused because of the other.</summary>
public sealed class SimultaneousUploadTests
{
    private const int Tries = 8;

    [Theory, EachDatabase]
    public async Task Uploads_for_different_departments_at_the_same_time_are_all_taken(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = new TestApp();
        if (provider == TestProvider.Postgres)
            app.On(database.Options);
        await app.StartAsync();
        using var client = await app.AsAsync(TestApp.Admin);

        for (var i = 0; i < Tries; i++)
        {
            var answers = await Task.WhenAll(
                UploadAsync(client, i, "Batching Plant", "BP"),
                UploadAsync(client, i, "Pump", "PU")
            );
            Assert.Equal(["200 ", "200 "], answers);
        }

        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var states = await db.Set<ImportBatch>().Select(b => b.State).ToListAsync();
        Assert.Equal(2 * Tries, states.Count);
        Assert.All(states, s => Assert.Equal(ImportState.Committed, s));
    }

    /// <summary>The status, and what was said when it is not 200.</summary>
    private static async Task<string> UploadAsync(HttpClient client, int round, string department, string code)
    {
        var sheet = Sheet.Of([
            StagedUploads.ByInvoice,
            .. Enumerable
                .Range(0, 40)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{code}-{i}|Customer {code} {i}|Mumbai|{code}/{round}/{i}|2026-02-02|{100 + i}|{100 + i}"
                    )
                ),
        ]);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(sheet), "file", "outstanding.xlsx" },
            { new StringContent("Mar-26"), "month" },
            { new StringContent(department), "department" },
        };
        using var answer = await client.PostAsync("/api/upload", form);
        var said = answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync();
        return FormattableString.Invariant($"{(int)answer.StatusCode} {said}");
    }
}
