using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>The context that owns SQLite's migrations.</summary>
public sealed class SqliteReportsDb(DbContextOptions<SqliteReportsDb> options, ModelParts parts)
    : ReportsDb(options, parts)
{
    public override bool IsPostgres => false;
}
