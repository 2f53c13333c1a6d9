using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>Copies the SQLite database of this installation into an empty PostgreSQL database; the files stay where they are.</summary>
public sealed class DatabaseMove(DatabaseOptions options, SideDatabases side)
{
    /// <param name="connectionString">Of the PostgreSQL database.</param>
    /// <returns>What each table holds on both sides.</returns>
    /// <exception cref="DomainException">The source is no SQLite database, the target holds data, or the application runs.</exception>
    public async Task<IReadOnlyList<TableDigest>> MoveAsync(
        string connectionString,
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        if (options.IsPostgres)
            throw DomainException.Conflict("This installation works on PostgreSQL already.");
        var target = options with { Provider = "PostgreSQL", ConnectionString = Checked(connectionString) };
        await using var alone = await DatabaseInUse.TakeAsync(options, ct);
        await using var from = side.Contexts(options).CreateDbContext();
        if (!(await AppliedMigrations.OfAsync(from, ct)).SequenceEqual(from.Database.GetMigrations()))
            throw DomainException.Conflict(
                "The database is not of this version. Start the application once with it, or run migrate, then try again."
            );
        await using var to = side.Contexts(target).CreateDbContext();
        try
        {
            if ((await AppliedMigrations.OfAsync(to, ct)).Any())
                throw DomainException.Conflict("The PostgreSQL database is not empty. Name an empty one.");
            await side.MigrateAsync(target, ct);
            return await TableCopy.CopyAsync(from, to, progress, ct);
        }
        catch (Exception e) when (e is NpgsqlException or StartException)
        {
            throw DomainException.Conflict($"The PostgreSQL database cannot be used: {e.GetBaseException().Message}");
        }
    }

    private static string Checked(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw DomainException.Conflict($"The connection string of PostgreSQL cannot be read: {e.Message}");
        }
    }
}
