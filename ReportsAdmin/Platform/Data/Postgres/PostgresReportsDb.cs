using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data.Postgres;

/// <summary>The context that owns PostgreSQL's migrations.</summary>
public sealed class PostgresReportsDb(DbContextOptions<PostgresReportsDb> options, ModelParts parts)
    : ReportsDb(options, parts)
{
    public override bool IsPostgres => true;
}
