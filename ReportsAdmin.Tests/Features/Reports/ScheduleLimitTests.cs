using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>One person cannot fill the queue with schedules.</summary>
public sealed class ScheduleLimitTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_person_has_so_many_schedules_and_others_are_not_counted()
    {
        var (manager, country) = (await PersonAsync(TestApp.Manager), await PersonAsync(TestApp.CountryManager));
        var schedules = app.Services.GetRequiredService<ScheduleCommands>();
        var (own, other) = (await TemplateAsync(manager), await TemplateAsync(country));
        var first = await schedules.AddAsync(manager, Weekly(own), default);
        for (var i = 1; i < ScheduleCommands.MaxPerPerson; i++)
            await schedules.AddAsync(manager, Weekly(own), default);

        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            schedules.AddAsync(manager, Weekly(own), default)
        );

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        await schedules.AddAsync(country, Weekly(other), default);
        await schedules.DeleteAsync(manager, first, default);
        await schedules.AddAsync(manager, Weekly(own), default);
    }

    private static SaveSchedule Weekly(int templateId) => new("Mondays", templateId, "30 8 * * 1", null, true, []);

    private Task<int> TemplateAsync(CurrentUser owner) =>
        app
            .Services.GetRequiredService<TemplateCommands>()
            .AddAsync(owner, new SaveTemplate("Ageing", null, "outstanding-ageing", null, "csv"), default);

    private async Task<CurrentUser> PersonAsync(string email)
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var id = await db.Set<User>().Where(u => u.Email == email).Select(u => u.Id).SingleAsync();
        return (await app.Services.GetRequiredService<CurrentUserAccessor>().FindAsync(id, default))!.CurrentUser;
    }
}
