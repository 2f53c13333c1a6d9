using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Rights are remembered for a moment; those that somebody read in a snapshot from before a change must not be.</summary>
public sealed class RememberedRightsTests
{
    [Theory, EachDatabase]
    public async Task Rights_read_in_a_snapshot_from_before_a_change_serve_that_read_alone(TestProvider provider)
    {
        await using var access = await AccessFixture.OpenAsync(provider);
        var (users, contexts) = (access.Get<CurrentUserAccessor>(), access.Get<IDbContextFactory<ReportsDb>>());
        var id = await IdAsync(contexts);
        Assert.Equal(RoleNames.Manager, await RoleAsync(users, id));
        await using (var snapshot = await contexts.SnapshotAsync(default))
        {
            Assert.True(await snapshot.Db.Set<User>().AnyAsync());
            await ApartAsync(() => ChangeAsync(contexts, users, id, RoleNames.Engineer));
            Assert.Equal(RoleNames.Manager, await RoleAsync(users, id));
        }

        Assert.Equal(RoleNames.Engineer, await RoleAsync(users, id));
    }

    [Theory, EachDatabase]
    public async Task Rights_read_in_a_write_that_is_not_committed_serve_that_write_alone(TestProvider provider)
    {
        await using var access = await AccessFixture.OpenAsync(provider);
        var (users, contexts) = (access.Get<CurrentUserAccessor>(), access.Get<IDbContextFactory<ReportsDb>>());
        var id = await IdAsync(contexts);
        await using (var db = contexts.CreateDbContext())
        await using (await db.Database.BeginTransactionAsync())
        using (db.ReadWithin())
        {
            await SetRoleAsync(db, id, RoleNames.Engineer);
            Assert.Equal(RoleNames.Engineer, await RoleAsync(users, id));
        }

        Assert.Equal(RoleNames.Manager, await RoleAsync(users, id));
    }

    /// <summary>Else each read of a page with snapshots would ask for everybody's rights again.</summary>
    [Fact]
    public async Task Rights_read_in_a_snapshot_from_after_the_last_change_are_remembered()
    {
        await using var fixture = await TestFixture.OpenAsync();
        int id;
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            var user = new User
            {
                Name = "Asha Rao",
                Email = "asha@example.com",
                Role = RoleNames.Manager,
                Active = true,
            };
            db.Add(user);
            await db.SaveChangesAsync();
            id = user.Id;
        }

        var users = fixture.Get<CurrentUserAccessor>();
        await using (await fixture.Contexts.SnapshotAsync(default))
            Assert.NotNull(await users.FindAsync(id, default));
        Assert.Equal(0, await StatementCount.OfAsync(fixture, () => users.FindAsync(id, default)));
    }

    private static async Task<int> IdAsync(IDbContextFactory<ReportsDb> contexts)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<User>().Where(u => u.Email == TestApp.Manager).Select(u => u.Id).SingleAsync();
    }

    private static async Task<string?> RoleAsync(CurrentUserAccessor users, int id) =>
        (await users.FindAsync(id, default))?.CurrentUser.Role;

    private static async Task ChangeAsync(
        IDbContextFactory<ReportsDb> contexts,
        CurrentUserAccessor users,
        int id,
        string role
    )
    {
        await using var db = contexts.CreateDbContext();
        await SetRoleAsync(db, id, role);
        await users.ChangedAsync();
    }

    private static Task<int> SetRoleAsync(ReportsDb db, int id, string role) =>
        db.Set<User>().Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.Role, role));

    private static Task ApartAsync(Func<Task> write)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(write);
    }
}
