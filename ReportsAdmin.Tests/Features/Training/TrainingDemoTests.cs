using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Training;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The demo company's training, asked for through the web.</summary>
public sealed class TrainingDemoTests
{
    [Fact]
    public async Task The_demo_is_as_large_as_it_says_and_its_reports_are_for_those_who_may()
    {
        await using var app = new TestApp();
        await app.StartAsync();
        await new TrainingFeature().SeedDemoAsync(app.Services, default);
        await new TrainingFeature().SeedDemoAsync(app.Services, default);
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            Assert.InRange(await db.Set<TrainingEvent>().CountAsync(), 5_000, 7_000);
            Assert.Equal(120, await db.Set<Learner>().CountAsync());
            Assert.Equal(8, await db.Set<Learner>().CountAsync(l => !l.Active));
            Assert.Equal(12, await db.Set<Course>().CountAsync());
            Assert.InRange(await db.Set<TrainingEvent>().Select(e => e.Month).Distinct().CountAsync(), 17, 18);
        }

        var manager = await app.AsAsync(TestApp.Manager);
        var engineer = await app.AsAsync(TestApp.Engineer);
        foreach (var type in (string[])[.. TrainingBook.Types, .. TrainingBook.MoreTypes])
        {
            Assert.Null(
                await app
                    .Services.GetRequiredService<ReportCatalog>()
                    .Find(type)!
                    .LackingAsync(CurrentUser.System, default)
            );
            var answer = await manager.GetAsync(
                $"/api/v2/reports/export/{type}?format=csv&departmentIds=646570740000000000000002"
            );
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{type}: {await answer.Content.ReadAsStringAsync()}");
            Assert.DoesNotContain("Batching Plant", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await engineer.GetAsync($"/api/v2/reports/export/{type}?format=csv")).StatusCode
            );
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await manager.GetAsync($"/api/v2/reports/export/{type}?format=csv&regions=mumbai")).StatusCode
            );
        }
    }
}
