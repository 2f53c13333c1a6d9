using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Documents.Pages;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Documents;

/// <summary>What the page of a document reads when a job says something.</summary>
public sealed class DocumentStateTests
{
    [Theory, EachDatabase]
    public async Task A_signal_costs_one_statement_until_the_state_or_the_version_changes(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var commands = fixture.Get<DocumentCommands>();
        var queued = await commands.GenerateAsync(
            CurrentUser.System,
            new GenerateReport("Sales", null, Json("""{"a":1}"""), Json("{}")),
            default
        );
        var state = new DocumentState(fixture.Get<DocumentQueries>(), CurrentUser.System, queued.ReportId, null);
        await state.ReadAsync(default);
        Assert.Equal(("pending", 0, 1), (state.Progress.Status, state.Progress.Percent, state.Versions.Count));
        Assert.Equal((1, false), await FollowedAsync());

        await RunAsync(10, "Making the PDF file");
        Assert.True((await FollowedAsync()).All);
        await RunAsync(60, "Making the Excel file");
        Assert.Equal((1, false), await FollowedAsync());
        Assert.Equal(
            ("generating", 60, "Making the Excel file"),
            (state.Progress.Status, state.Progress.Percent, state.Progress.Step)
        );

        await commands.EditAsync(CurrentUser.System, queued.ReportId, new ReportEdit(Json("""{"a":2}""")), default);
        Assert.True((await FollowedAsync()).All);
        Assert.Equal((2, 2, "pending"), (state.Document.Number, state.Versions.Count, state.Progress.Status));
        Assert.Equal((1, false), await FollowedAsync());

        async Task<(int Statements, bool All)> FollowedAsync()
        {
            var all = false;
            var count = await StatementCount.OfAsync(fixture, async () => all = await state.FollowAsync(default));
            return (count, all);
        }

        async Task RunAsync(short percent, string step)
        {
            await using var db = fixture.Contexts.CreateDbContext();
            await db.Set<Job>()
                .Where(j => j.Id == queued.JobId)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(j => j.State, JobState.Running)
                        .SetProperty(j => j.Percent, percent)
                        .SetProperty(j => j.Step, step)
                );
        }
    }

    [Fact]
    public async Task An_older_version_follows_its_own_run_and_strangers_follow_none()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (commands, queries) = (fixture.Get<DocumentCommands>(), fixture.Get<DocumentQueries>());
        var queued = await commands.GenerateAsync(
            CurrentUser.System,
            new GenerateReport("Sales", null, Json("""{"a":1}"""), Json("{}")),
            default
        );
        var edited = await commands.EditAsync(
            CurrentUser.System,
            queued.ReportId,
            new ReportEdit(Json("""{"a":2}""")),
            default
        );

        Assert.Equal(
            (2, queued.JobId),
            Of(await queries.ProgressAsync(CurrentUser.System, queued.ReportId, 1, default))
        );
        Assert.Equal(
            (2, edited.JobId),
            Of(await queries.ProgressAsync(CurrentUser.System, queued.ReportId, null, default))
        );
        var stranger = new CurrentUser(
            999,
            "Other",
            "Manager",
            new HashSet<string> { DocumentQueries.ReadPermission },
            Scope.Everything
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    queries.ProgressAsync(stranger, queued.ReportId, null, default)
                )
            ).Kind
        );

        static (int, long) Of(ReportProgress p) => (p.Newest, p.JobId);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
