using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>
/// 500 random histories for each database: sheets of every layout for both departments and several regions, late and repeated
/// months, undos, payments, reversals, disputes, assignments. After each step the surfaces give the sums of an independent model.
/// </summary>
public abstract class OneTruthTests(TestProvider provider)
{
    private const int Histories = 50;
    private const int FewestSteps = 3;
    private const int MostSteps = 5;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 10)];

    [Theory, MemberData(nameof(Batches))]
    public async Task Every_surface_gives_the_sums_of_the_model(int batch)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var engineers = await PrepareAsync(fixture);
        for (var n = 0; n < Histories; n++)
        {
            var seed = (batch * Histories) + n + 1;
            var history = new TruthHistory(fixture, seed, engineers);
            for (var steps = history.Random.Next(FewestSteps, MostSteps + 1); steps > 0; steps--)
            {
                await history.StepAsync();
                await AskAsync(fixture, history);
            }

            if (n % 20 == 0)
                await new TruthSurfaces(fixture, history, AnyQuestion(history.Random)).FilesAsync();
            await EmptyAsync(fixture);
        }
    }

    private static async Task AskAsync(TestFixture fixture, TruthHistory history)
    {
        var surfaces = new TruthSurfaces(fixture, history, AnyQuestion(history.Random));
        Func<Task>[] all =
        [
            surfaces.DashboardAsync,
            surfaces.GroupsAsync,
            surfaces.CustomersAsync,
            surfaces.InvoicesAsync,
            surfaces.TrackerAsync,
        ];
        // Two of the five after each step, so that 500 histories take a minute and every surface sees most of them.
        var first = history.Random.Next(all.Length);
        await all[first]();
        await all[(first + 1 + history.Random.Next(all.Length - 1)) % all.Length]();
    }

    private static TruthQuestion AnyQuestion(Random random)
    {
        var month = TruthHistory.Months[random.Next(TruthHistory.Months.Length)];
        DateOnly? day = random.Next(3) == 0 ? new DateOnly(2025, 12, 20).AddDays(random.Next(150)) : null;
        int? department = random.Next(3) == 0 ? random.Next(1, 3) : null;
        var region = random.Next(4) == 0 ? TruthHistory.Regions[random.Next(TruthHistory.Regions.Length)] : null;
        return new TruthQuestion(month, day, department, region);
    }

    /// <summary>One department has edges of its own, the other counts from due dates; two engineers.</summary>
    internal static async Task<IReadOnlyList<int>> PrepareAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        await db.Set<Department>()
            .Where(d => d.Code == "BP")
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.BucketEdges, "15,45,100,200"));
        await db.Set<Department>()
            .Where(d => d.Code == "PUMP")
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.AgeingBasis, AgeingBasis.DueDate));
        var users = new List<User>();
        for (var n = 0; n < 2; n++)
            users.Add(
                new User
                {
                    Name = "",
                    Role = RoleNames.Engineer,
                    UserName = $"e{n}@example.com",
                    NormalizedUserName = $"E{n}@EXAMPLE.COM",
                    Email = $"e{n}@example.com",
                    NormalizedEmail = $"E{n}@EXAMPLE.COM",
                    SecurityStamp = "stamp",
                }
            );
        db.AddRange(users);
        await db.SaveChangesAsync();
        foreach (var user in users)
            user.Name = $"Engineer {user.Id}";
        await db.SaveChangesAsync();
        return [.. users.Select(u => u.Id)];
    }

    /// <summary>A new database for each history would take longer than the history.</summary>
    internal static async Task EmptyAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        string[] parts = ["customer", "invoice", "snapshot", "balance", "dispute", "import_", "staged_", "replaced_"];
        var tables = db
            .Model.GetEntityTypes()
            .Select(t => t.GetTableName()!)
            .Where(t => parts.Any(p => t.Contains(p, StringComparison.Ordinal)))
            .Distinct()
            .ToList();
        // PostgreSQL makes new files of a table and each of its indexes when it truncates: for a few rows that takes far longer.
        var deletes = string.Concat(tables.Select(t => $"DELETE FROM {t}; "));
        var sql = db.IsPostgres
            ? $"SET session_replication_role = replica; {deletes}SET session_replication_role = DEFAULT"
            : $"PRAGMA foreign_keys=OFF; {deletes}PRAGMA foreign_keys=ON";
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}

public sealed class OneTruthOnSqliteTests() : OneTruthTests(TestProvider.Sqlite);

public sealed class OneTruthOnPostgresTests() : OneTruthTests(TestProvider.Postgres);
