using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>The forms of the demo company.</summary>
public sealed class FormsDemoTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_forms_have_submissions_in_every_state_none_from_the_future_and_a_few_reports()
    {
        await using var app = await new TestApp().StartAsync();
        var since = Stopwatch.GetTimestamp();
        await new FormsFeature().SeedDemoAsync(app.Services, default);
        output.WriteLine($"Seeded in {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms");
        await new FormsFeature().SeedDemoAsync(app.Services, default);

        var manager = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Manager, default);
        var (forms, submissions) = (
            app.Services.GetRequiredService<FormQueries>(),
            app.Services.GetRequiredService<SubmissionQueries>()
        );
        var list = (await forms.ListAsync(manager, null, new PageRequest(1, 20), default)).Rows;
        Assert.Equal(3, list.Count);
        Assert.Equal(61, list.Sum(f => f.Submissions));
        var reports = 0;
        foreach (var form in list)
        {
            Assert.True(form is { Active: true, Draft: false, OwnerName: "Neha Kulkarni" });
            var rows = (
                await submissions.ListAsync(manager, form.Id, new SubmissionFilter(), new PageRequest(1, 100), default)
            ).Rows;
            Assert.Equal(Enum.GetValues<SubmissionStatus>(), rows.Select(r => r.Status).Distinct().Order());
            Assert.All(rows, r => Assert.InRange(r.SubmittedAt, DateTime.UtcNow.AddDays(-34), DateTime.UtcNow));
            Assert.True(rows.Select(r => DateOnly.FromDateTime(r.SubmittedAt)).Distinct().Count() > 10);
            reports += (await submissions.RunsAsync(manager, form.Id, "report", default)).Count;
        }

        Assert.Equal(3, reports);
    }
}
