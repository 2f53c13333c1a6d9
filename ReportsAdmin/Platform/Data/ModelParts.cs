using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ReportsAdmin.Platform.Data.Postgres;
using ReportsAdmin.Platform.Data.Sqlite;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// The table mappings that rooms and other platform modules hand to the one context, so that Data knows none of them, and
/// the model that they give. It takes longer to build than anything else of the start, so it is built once in a process
/// and beside the rest (Decisions/0055-start.md).
/// </summary>
public sealed class ModelParts
{
    private readonly Action<ModelBuilder>[] parts;
    private readonly Lazy<IModel> sqlite;
    private readonly Lazy<IModel> postgres;

    public ModelParts(IEnumerable<Action<ModelBuilder>> contributed)
    {
        parts = [.. contributed];
        sqlite = new(() =>
        {
            using var db = new SqliteReportsDb(
                new DbContextOptionsBuilder<SqliteReportsDb>().UseSqlite().Options,
                this
            );
            return db.Model;
        });
        postgres = new(() =>
        {
            using var db = new PostgresReportsDb(
                new DbContextOptionsBuilder<PostgresReportsDb>().UseNpgsql().Options,
                this
            );
            return db.Model;
        });
    }

    /// <summary>Begins to build the model on another thread; whoever needs it sooner waits for it.</summary>
    public void Prepare(DatabaseOptions options) => _ = Task.Run(() => ModelOf(options));

    internal IModel ModelOf(DatabaseOptions options) => (options.IsPostgres ? postgres : sqlite).Value;

    internal void Apply(ModelBuilder model)
    {
        foreach (var part in parts)
            part(model);
    }
}
