using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>Queries are compiled once in a process, whoever asks; what they say goes to the log of who asked.</summary>
public sealed class CompiledQueriesTests
{
    [Theory, EachDatabase]
    public async Task Contexts_of_two_applications_share_what_is_compiled_and_no_log(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var one = new LogLines();
        using var other = new LogLines();
        await using var first = Contexts(database, one).CreateDbContext();
        await using var second = Contexts(database, other).CreateDbContext();

        Assert.Same(ServiceOf(first), ServiceOf(second));

        await first.Set<User>().CountAsync();
        var said = one.Lines.Count;
        Assert.NotEqual(0, said);
        Assert.Empty(other.Lines);
        await second.Set<Department>().CountAsync();
        Assert.Equal(said, one.Lines.Count);
        Assert.NotEmpty(other.Lines);
    }

    private static IDbContextFactory<ReportsDb> Contexts(TestDatabase database, ILoggerProvider log) =>
        new ReportsDbFactory(database.Options, AllFeatures.Model, LoggerFactory.Create(b => b.AddProvider(log)));

    /// <summary>One of the services that are made once for each configuration, as what compiles queries and keeps them is.</summary>
    private static IRelationalTypeMappingSource ServiceOf(ReportsDb db) =>
        db.GetService<IRelationalTypeMappingSource>();
}
