using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using ReportsAdmin.Features;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Data.Postgres;
using ReportsAdmin.Platform.Data.Sqlite;

namespace ReportsAdmin.Tests.Support;

/// <summary>Lets dotnet-ef make SQLite's migrations (see <c>ReportsAdmin/Build/add-migration.sh</c>).</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteReportsDb>
{
    public SqliteReportsDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqliteReportsDb>().UseSqlite("Data Source=design.db").Options,
            AllFeatures.Model
        );
}

/// <summary>Lets dotnet-ef make PostgreSQL's migrations.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresReportsDb>
{
    public PostgresReportsDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<PostgresReportsDb>().UseNpgsql("Host=127.0.0.1;Database=design").Options,
            AllFeatures.Model
        );
}
