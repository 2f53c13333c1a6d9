using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Audit;

/// <summary>
/// Keeps the log append-only in the database itself: the content of an entry never changes, a sealed entry changes no more, and only entries
/// up to an anchor go. Whoever owns the database can remove triggers; that is what the chain is for.
/// </summary>
public static class AuditTriggers
{
    /// <summary>Installs them after every migration, as SQLite drops the triggers of a table that it rebuilds.</summary>
    public static readonly SchemaAddition Addition = new(InstallAsync);

    private static readonly string[] Content =
    [
        "id",
        "at",
        "action",
        "kind",
        "record_id",
        "record_name",
        "actor_id",
        "actor_name",
        "seen_as_id",
        "seen_as_name",
        "via",
        "address",
        "request_id",
        "details",
    ];

    private static Task InstallAsync(ReportsDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(db.IsPostgres ? Postgres() : Sqlite(), ct);

    private static string Changed(string differs) =>
        string.Join("\n    OR ", Content.Select(column => $"NEW.{column} {differs} OLD.{column}"));

    private static string Sqlite() =>
        $"""
            CREATE TRIGGER IF NOT EXISTS audit_entries_update BEFORE UPDATE ON audit_entries
            WHEN OLD.seq IS NOT NULL OR NEW.seq IS NULL OR NEW.hash IS NULL
                OR {Changed("IS NOT")}
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
            CREATE TRIGGER IF NOT EXISTS audit_entries_delete BEFORE DELETE ON audit_entries
            WHEN OLD.seq IS NULL OR OLD.seq > coalesce((SELECT max(seq) FROM audit_anchors), 0)
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
            CREATE TRIGGER IF NOT EXISTS audit_chain_update BEFORE UPDATE ON audit_chain
            WHEN NEW.seq < OLD.seq OR NEW.id <> OLD.id
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
            CREATE TRIGGER IF NOT EXISTS audit_chain_delete BEFORE DELETE ON audit_chain
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
            CREATE TRIGGER IF NOT EXISTS audit_anchors_update BEFORE UPDATE ON audit_anchors
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
            CREATE TRIGGER IF NOT EXISTS audit_anchors_delete BEFORE DELETE ON audit_anchors
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
            """;

    private static string Postgres() =>
        $"""
            CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
            BEGIN
                IF TG_TABLE_NAME = 'audit_entries' AND TG_OP = 'UPDATE' THEN
                    IF NOT (OLD.seq IS NOT NULL OR NEW.seq IS NULL OR NEW.hash IS NULL
                        OR {Changed("IS DISTINCT FROM")}) THEN
                        RETURN NEW;
                    END IF;
                ELSIF TG_TABLE_NAME = 'audit_entries' AND TG_OP = 'DELETE' THEN
                    IF OLD.seq <= coalesce((SELECT max(seq) FROM audit_anchors), 0) THEN
                        RETURN OLD;
                    END IF;
                ELSIF TG_TABLE_NAME = 'audit_chain' AND TG_OP = 'UPDATE' THEN
                    IF NEW.seq >= OLD.seq AND NEW.id = OLD.id THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION 'The audit log is append-only.';
            END
            $guard$;
            CREATE OR REPLACE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $keep$
            BEGIN
                RAISE EXCEPTION 'The audit log is append-only.';
            END
            $keep$;
            CREATE OR REPLACE TRIGGER audit_entries_guard BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_guard();
            CREATE OR REPLACE TRIGGER audit_chain_guard BEFORE UPDATE OR DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_guard();
            CREATE OR REPLACE TRIGGER audit_anchors_guard BEFORE UPDATE OR DELETE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION audit_keep();
            CREATE OR REPLACE TRIGGER audit_entries_keep BEFORE TRUNCATE ON audit_entries EXECUTE FUNCTION audit_keep();
            CREATE OR REPLACE TRIGGER audit_chain_keep BEFORE TRUNCATE ON audit_chain EXECUTE FUNCTION audit_keep();
            CREATE OR REPLACE TRIGGER audit_anchors_keep BEFORE TRUNCATE ON audit_anchors EXECUTE FUNCTION audit_keep();
            """;
}
