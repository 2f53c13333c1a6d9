using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace ReportsAdmin.Tests.Support;

/// <summary>A statement whose plan reads a table from end to end.</summary>
public sealed record TableScan(string Table, string Plan, string Statement)
{
    public override string ToString() => $"{Table}: {Plan}\n    {Statement.ReplaceLineEndings(" ")}";
}

/// <summary>Notes the statements that go to one database while something runs, and asks the database afterwards how it would run them.</summary>
public sealed partial class StatementPlans
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private readonly TestFixture fixture;
    private readonly string database;
    private readonly List<IDisposable> subscriptions = [];
    private readonly Dictionary<string, List<DbParameter>> statements = new(StringComparer.Ordinal);

    private StatementPlans(TestFixture fixture, string database)
    {
        (this.fixture, this.database) = (fixture, database);
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public static StatementPlans Note(TestFixture fixture)
    {
        using var db = fixture.Contexts.CreateDbContext();
        return new StatementPlans(fixture, NameOf(db.Database.GetDbConnection()));
    }

    /// <summary>How many different statements were noted.</summary>
    public int Count => statements.Count;

    /// <summary>The scans of tables in the plans of all statements that were noted.</summary>
    public async Task<List<TableScan>> ScansAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var tables = db
            .Model.GetEntityTypes()
            .Select(t => t.GetTableName()!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        if (db.IsPostgres)
            await ExecuteAsync(
                connection,
                "ANALYZE; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off"
            );
        var scans = new List<TableScan>();
        foreach (var (text, parameters) in statements)
        {
            foreach (var part in Parts(text))
            {
                var found = db.IsPostgres
                    ? await OfPostgresAsync(connection, part, parameters)
                    : await OfSqliteAsync(connection, part, parameters, tables);
                scans.AddRange(found.Select(f => new TableScan(f.Table, f.Plan, part)));
            }
        }

        return scans;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value.Key != RelationalEventId.CommandExecuting.Name
            || value.Value is not CommandEventData { Command: { Connection: { } connection } command }
            || NameOf(connection) != database
        )
            return;
        lock (statements)
            statements.TryAdd(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(Copy)]);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());

    /// <summary>EF sends several changes in one command.</summary>
    private static IEnumerable<string> Parts(string text) =>
        text.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.TrimEnd(';'))
            .Where(p => Explainable().IsMatch(p) && !Nothing().IsMatch(p));

    private static async Task<List<(string Table, string Plan)>> OfSqliteAsync(
        DbConnection connection,
        string sql,
        List<DbParameter> parameters,
        HashSet<string> tables
    )
    {
        var found = new List<(string, string)>();
        await using var command = Command(connection, "EXPLAIN QUERY PLAN " + sql, parameters);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var detail = rows.GetString(3);
            var name = SqliteTable().Match(detail) is { Success: true } scan ? scan.Groups["name"].Value : null;
            // An index that SQLite makes for the one statement reads the whole table too.
            if (
                name is null
                || !(
                    detail.StartsWith("SCAN ", StringComparison.Ordinal)
                    || detail.Contains("AUTOMATIC", StringComparison.Ordinal)
                )
            )
                continue;
            if (TableOf(name, sql, tables) is { } table)
                found.Add((table, detail));
        }

        return found;
    }

    /// <summary>The table that an alias stands for; null for a subquery.</summary>
    private static string? TableOf(string alias, string sql, HashSet<string> tables) =>
        tables.Contains(alias)
            ? alias
            : Regex
                .Matches(
                    sql,
                    $"\"?(?<table>\\w+)\"?\\s+(AS\\s+)?\"?{Regex.Escape(alias)}\"?(?=[\\s,)]|$)",
                    RegexOptions.ExplicitCapture
                )
                .Select(m => m.Groups["table"].Value)
                .FirstOrDefault(tables.Contains);

    private static async Task<List<(string Table, string Plan)>> OfPostgresAsync(
        DbConnection connection,
        string sql,
        List<DbParameter> parameters
    )
    {
        await using var command = Command(connection, "EXPLAIN (FORMAT JSON) " + sql, parameters);
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        var found = new List<(string, string)>();
        Walk(plan.RootElement[0].GetProperty("Plan"), null, found);
        return found;
    }

    private static void Walk(JsonElement node, JsonElement? parent, List<(string, string)> found)
    {
        string? Text(string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;
        var type = Text("Node Type")!;
        var reads = type is "Seq Scan" or "Index Scan" or "Index Only Scan" or "Bitmap Index Scan";
        var bounded = Text("Index Cond") is not null;
        // The first rows in the order of an index.
        var few =
            type != "Seq Scan"
            && Text("Filter") is null
            && parent is { } above
            && above.GetProperty("Node Type").GetString() == "Limit";
        if (reads && !bounded && !few)
            found.Add((Text("Relation Name") ?? Text("Index Name")!, $"{type} {Text("Filter")}"));
        if (!node.TryGetProperty("Plans", out var children))
            return;
        foreach (var child in children.EnumerateArray())
            Walk(child, node, found);
    }

    private static DbCommand Command(DbConnection connection, string sql, List<DbParameter> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters.Where(p => Mentions(sql, p.ParameterName)))
            command.Parameters.Add(Copy(parameter));
        return command;
    }

    private static bool Mentions(string sql, string parameter) => Regex.IsMatch(sql, Regex.Escape(parameter) + @"\b");

    private static DbParameter Copy(DbParameter parameter) =>
        parameter is NpgsqlParameter postgres
            ? postgres.Clone()
            : new SqliteParameter(parameter.ParameterName, parameter.Value);

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static string NameOf(DbConnection connection) => connection.DataSource + "/" + connection.Database;

    [GeneratedRegex(
        @"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Explainable();

    // A list that was empty.
    [GeneratedRegex(@"WHERE (0|FALSE)(\s|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"^(SCAN|SEARCH) (?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex SqliteTable();
}
