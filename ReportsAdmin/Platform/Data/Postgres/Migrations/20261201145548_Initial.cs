using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ReportsAdmin.Platform.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_links",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    purpose = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    created_by_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_links", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "activities",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: true),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    metadata = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_activities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alert_rules",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    raised_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    value = table.Column<double>(type: "double precision", nullable: true),
                    detail = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    checked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    changed_by_id = table.Column<int>(type: "integer", nullable: true),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_rules", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    window_start = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    detail = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    first_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_tokens",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hint = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    permissions = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_by_id = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_tokens", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    amount_paise = table.Column<long>(type: "bigint", nullable: true),
                    requested_by_id = table.Column<int>(type: "integer", nullable: false),
                    entered_by_id = table.Column<int>(type: "integer", nullable: true),
                    requested_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    decided_by_id = table.Column<int>(type: "integer", nullable: true),
                    decided_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approvals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_anchors",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    cut_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_anchors", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "audit_chain",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_chain", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    action = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    record_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    record_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    actor_id = table.Column<int>(type: "integer", nullable: true),
                    actor_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    seen_as_id = table.Column<int>(type: "integer", nullable: true),
                    seen_as_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    via = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    request_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    details = table.Column<string>(type: "text", nullable: true),
                    seq = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "balance_days",
                columns: table => new
                {
                    snapshot_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    invoice_date = table.Column<DateOnly>(type: "date", nullable: true),
                    due_date = table.Column<DateOnly>(type: "date", nullable: true),
                    bucket = table.Column<short>(type: "smallint", nullable: true),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    disputed_paise = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_balance_days", x => new { x.snapshot_id, x.line });
                });

            migrationBuilder.CreateTable(
                name: "balances",
                columns: table => new
                {
                    snapshot_id = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    new_paise = table.Column<long>(type: "bigint", nullable: false),
                    recovered_paise = table.Column<long>(type: "bigint", nullable: false),
                    invoices = table.Column<int>(type: "integer", nullable: false),
                    disputed = table.Column<int>(type: "integer", nullable: false),
                    open_items = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_balances", x => new { x.snapshot_id, x.customer_id });
                });

            migrationBuilder.CreateTable(
                name: "bounced_addresses",
                columns: table => new
                {
                    address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bounced_addresses", x => x.address);
                });

            migrationBuilder.CreateTable(
                name: "closed_months",
                columns: table => new
                {
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    through = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closed_months", x => x.department_id);
                });

            migrationBuilder.CreateTable(
                name: "closing_exceptions",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closing_exceptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "company_settings",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    changed_by_id = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_company_settings", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "contact_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    follow_up_on = table.Column<DateOnly>(type: "date", nullable: true),
                    corrects_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contact_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "courses",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    program = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_courses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "customer_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    invoice_id = table.Column<int>(type: "integer", nullable: true),
                    field = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    before = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    after = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customer_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "customers",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    search_text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    remark = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    notes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    engineer_id = table.Column<int>(type: "integer", nullable: true),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    email = table.Column<string>(type: "character varying(766)", maxLength: 766, nullable: false),
                    reminder_stop = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_versions",
                columns: table => new
                {
                    topic = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_versions", x => x.topic);
                });

            migrationBuilder.CreateTable(
                name: "departments",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    parent_id = table.Column<int>(type: "integer", nullable: true),
                    ageing_basis = table.Column<short>(type: "smallint", nullable: false),
                    bucket_edges = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_default = table.Column<bool>(type: "boolean", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: true),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_departments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "displaced_balances",
                columns: table => new
                {
                    by_batch_id = table.Column<int>(type: "integer", nullable: false),
                    snapshot_id = table.Column<int>(type: "integer", nullable: false),
                    invoice_id = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    settled_paise = table.Column<long>(type: "bigint", nullable: false),
                    invoice_date = table.Column<DateOnly>(type: "date", nullable: true),
                    due_date = table.Column<DateOnly>(type: "date", nullable: true),
                    bucket = table.Column<short>(type: "smallint", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    dispute_paise = table.Column<long>(type: "bigint", nullable: true),
                    origin = table.Column<short>(type: "smallint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_displaced_balances", x => new { x.by_batch_id, x.snapshot_id, x.invoice_id });
                });

            migrationBuilder.CreateTable(
                name: "dispute_files",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    dispute_id = table.Column<int>(type: "integer", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    file_key = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispute_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispute_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    dispute_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispute_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "disputes",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    invoice_id = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    owner_id = table.Column<int>(type: "integer", nullable: true),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false),
                    is_whole = table.Column<bool>(type: "boolean", nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    opened_by_id = table.Column<int>(type: "integer", nullable: false),
                    opened_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    answer_by = table.Column<DateOnly>(type: "date", nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    closed_by_id = table.Column<int>(type: "integer", nullable: true),
                    closed_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    outcome = table.Column<short>(type: "smallint", nullable: true),
                    accepted_paise = table.Column<long>(type: "bigint", nullable: false),
                    closed_period = table.Column<int>(type: "integer", nullable: true),
                    days_open = table.Column<int>(type: "integer", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_disputes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "distributors",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    region = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    territory = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_distributors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "external_logins",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_external_logins", x => new { x.issuer, x.subject });
                });

            migrationBuilder.CreateTable(
                name: "first_steps_done",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_first_steps_done", x => new { x.user_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "foreign_balances",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    invoice_date = table.Column<DateOnly>(type: "date", nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    hundredths = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_foreign_balances", x => new { x.upload_id, x.row_number });
                });

            migrationBuilder.CreateTable(
                name: "forms",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    draft = table.Column<string>(type: "text", nullable: false),
                    draft_revision = table.Column<int>(type: "integer", nullable: false),
                    published_version = table.Column<int>(type: "integer", nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    @public = table.Column<bool>(name: "public", type: "boolean", nullable: false),
                    submission_limit = table.Column<int>(type: "integer", nullable: true),
                    closes_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    settings = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    automation = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    recurring_id = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_forms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "generated_reports",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    report_type = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    shared = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    form_id = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_generated_reports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hand_overs",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    from_user_id = table.Column<int>(type: "integer", nullable: false),
                    to_user_id = table.Column<int>(type: "integer", nullable: false),
                    to_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    handed_over_by_id = table.Column<int>(type: "integer", nullable: false),
                    handed_over_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    lines = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hand_overs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    request_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_keys", x => new { x.user_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "import_batches",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    file_name = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    file_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    file_size = table.Column<long>(type: "bigint", nullable: false),
                    file_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    question = table.Column<short>(type: "smallint", nullable: false),
                    protected_password = table.Column<string>(type: "text", nullable: true),
                    date_order = table.Column<short>(type: "smallint", nullable: false),
                    sheet_index = table.Column<int>(type: "integer", nullable: true),
                    sheet_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    header_row = table.Column<int>(type: "integer", nullable: true),
                    mapping = table.Column<string>(type: "text", nullable: true),
                    headers = table.Column<string>(type: "text", nullable: true),
                    questions = table.Column<string>(type: "text", nullable: true),
                    answers = table.Column<string>(type: "text", nullable: true),
                    remarks = table.Column<string>(type: "text", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true),
                    missing = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    base_version = table.Column<long>(type: "bigint", nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    rows_new = table.Column<int>(type: "integer", nullable: false),
                    rows_changed = table.Column<int>(type: "integer", nullable: false),
                    rows_unchanged = table.Column<int>(type: "integer", nullable: false),
                    rows_error = table.Column<int>(type: "integer", nullable: false),
                    rows_duplicate = table.Column<int>(type: "integer", nullable: false),
                    rows_skipped = table.Column<int>(type: "integer", nullable: false),
                    rows_missing = table.Column<int>(type: "integer", nullable: false),
                    total_amount = table.Column<long>(type: "bigint", nullable: false),
                    uploaded_by_id = table.Column<int>(type: "integer", nullable: false),
                    uploaded_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    uploaded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    staged_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    committed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    committed_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    undone_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    undone_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    kept = table.Column<string>(type: "text", nullable: true),
                    job_id = table.Column<long>(type: "bigint", nullable: true),
                    staging_fence = table.Column<long>(type: "bigint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_rows",
                columns: table => new
                {
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    effect = table.Column<short>(type: "smallint", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    label = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    section = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    delta = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<string>(type: "text", nullable: true),
                    problems = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_rows", x => new { x.batch_id, x.row_number });
                });

            migrationBuilder.CreateTable(
                name: "invoice_balances",
                columns: table => new
                {
                    snapshot_id = table.Column<int>(type: "integer", nullable: false),
                    invoice_id = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    settled_paise = table.Column<long>(type: "bigint", nullable: false),
                    invoice_date = table.Column<DateOnly>(type: "date", nullable: true),
                    due_date = table.Column<DateOnly>(type: "date", nullable: true),
                    bucket = table.Column<short>(type: "smallint", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    dispute_paise = table.Column<long>(type: "bigint", nullable: true),
                    origin = table.Column<short>(type: "smallint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invoice_balances", x => new { x.snapshot_id, x.invoice_id });
                });

            migrationBuilder.CreateTable(
                name: "invoices",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false),
                    invoice_date = table.Column<DateOnly>(type: "date", nullable: true),
                    due_date = table.Column<DateOnly>(type: "date", nullable: true),
                    paid = table.Column<bool>(type: "boolean", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invoices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    arguments = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    priority = table.Column<short>(type: "smallint", nullable: false),
                    turn = table.Column<long>(type: "bigint", nullable: false),
                    run_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    unique_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    max_attempts = table.Column<int>(type: "integer", nullable: false),
                    retries = table.Column<int>(type: "integer", nullable: false),
                    timeout_seconds = table.Column<int>(type: "integer", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    worker = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    slot = table.Column<short>(type: "smallint", nullable: true),
                    lease_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    cancel_requested_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    cancelled_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    cancel_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    step = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    percent = table.Column<short>(type: "smallint", nullable: false),
                    rows_done = table.Column<long>(type: "bigint", nullable: false),
                    rows_total = table.Column<long>(type: "bigint", nullable: true),
                    error_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true),
                    result = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    recurring_id = table.Column<int>(type: "integer", nullable: true),
                    occurrence_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_permissions",
                columns: table => new
                {
                    permission = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_known_permissions", x => x.permission);
                });

            migrationBuilder.CreateTable(
                name: "learners",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learners", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "leave_covers",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    delegate_id = table.Column<int>(type: "integer", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: false),
                    set_by_id = table.Column<int>(type: "integer", nullable: false),
                    set_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    set_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_by_id = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_leave_covers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "limit_settings",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    value = table.Column<int>(type: "integer", nullable: true),
                    changed_by_id = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_settings", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "list_values",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    list = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: true),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_list_values", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    message_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    unique_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    to_address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    subject = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    html = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    about = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    caused_by_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mails", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notification_choices",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    bell = table.Column<bool>(type: "boolean", nullable: false),
                    mail = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification_choices", x => new { x.user_id, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    href = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    is_problem = table.Column<bool>(type: "boolean", nullable: false),
                    in_bell = table.Column<bool>(type: "boolean", nullable: false),
                    digest = table.Column<short>(type: "smallint", nullable: false),
                    unique_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_read",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    read_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_read", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "outlets",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    region = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    territory = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    pincode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    email = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    credit_limit_paise = table.Column<long>(type: "bigint", nullable: false),
                    geo_tagged = table.Column<bool>(type: "boolean", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outlets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    id_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    attestation = table.Column<byte[]>(type: "bytea", nullable: false),
                    client_data = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "products",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    category = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    pack_size = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    unit = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_products", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "promise_items",
                columns: table => new
                {
                    promise_id = table.Column<int>(type: "integer", nullable: false),
                    invoice_id = table.Column<int>(type: "integer", nullable: false),
                    owed_paise = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_promise_items", x => new { x.promise_id, x.invoice_id });
                });

            migrationBuilder.CreateTable(
                name: "promises",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    made_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    engineer_id = table.Column<int>(type: "integer", nullable: true),
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_period = table.Column<int>(type: "integer", nullable: false),
                    decidable_from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    owed_paise = table.Column<long>(type: "bigint", nullable: false),
                    by_total = table.Column<bool>(type: "boolean", nullable: false),
                    withdrawn_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    received_paise = table.Column<long>(type: "bigint", nullable: false),
                    decided_period = table.Column<int>(type: "integer", nullable: true),
                    status = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_promises", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recovery_codes", x => new { x.user_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "recurring_jobs",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    arguments = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    cron = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    next_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_job_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recurring_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "refresh_tokens",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    family = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    stamp = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refresh_tokens", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "region_aliases",
                columns: table => new
                {
                    spelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    region_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_region_aliases", x => x.spelling);
                });

            migrationBuilder.CreateTable(
                name: "regions",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    zone_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: true),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_regions", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "remembered_answers",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    header_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    question = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    answer = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_remembered_answers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "remembered_mappings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    header_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    mapping = table.Column<string>(type: "text", nullable: false),
                    date_order = table.Column<short>(type: "smallint", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_remembered_mappings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminder_items",
                columns: table => new
                {
                    reminder_id = table.Column<int>(type: "integer", nullable: false),
                    invoice_id = table.Column<int>(type: "integer", nullable: false),
                    step_days = table.Column<int>(type: "integer", nullable: false),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false),
                    counts = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_items", x => new { x.reminder_id, x.invoice_id });
                });

            migrationBuilder.CreateTable(
                name: "reminder_ladder",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    is_on = table.Column<bool>(type: "boolean", nullable: false),
                    basis = table.Column<short>(type: "smallint", nullable: false),
                    credit_days = table.Column<int>(type: "integer", nullable: false),
                    pause_days = table.Column<int>(type: "integer", nullable: false),
                    daily_hour = table.Column<int>(type: "integer", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    changed_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_ladder", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminder_mails",
                columns: table => new
                {
                    reminder_id = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<short>(type: "smallint", nullable: false),
                    mail_id = table.Column<long>(type: "bigint", nullable: false),
                    to_address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    is_copy = table.Column<bool>(type: "boolean", nullable: false),
                    fate = table.Column<short>(type: "smallint", nullable: false),
                    bounced_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_mails", x => new { x.reminder_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "reminder_runs",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    job_id = table.Column<long>(type: "bigint", nullable: false),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminder_steps",
                columns: table => new
                {
                    days = table.Column<int>(type: "integer", nullable: false),
                    action = table.Column<short>(type: "smallint", nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    statement = table.Column<short>(type: "smallint", nullable: false),
                    copies_engineer = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_steps", x => x.days);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    run_id = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    step_days = table.Column<int>(type: "integer", nullable: false),
                    action = table.Column<short>(type: "smallint", nullable: false),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false),
                    invoices = table.Column<int>(type: "integer", nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    engineer_id = table.Column<int>(type: "integer", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    skipped_why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "replaced_courses",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    program = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_courses", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_customers",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    email = table.Column<string>(type: "character varying(766)", maxLength: 766, nullable: false),
                    engineer_id = table.Column<int>(type: "integer", nullable: true),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    notes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    remark = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    reminder_stop = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    search_text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_customers", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_distributors",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    territory = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_distributors", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_invoices",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    due_date = table.Column<DateOnly>(type: "date", nullable: true),
                    invoice_date = table.Column<DateOnly>(type: "date", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    paid = table.Column<bool>(type: "boolean", nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_invoices", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_learners",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_learners", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_outlet_purchases",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    outlet_id = table.Column<int>(type: "integer", nullable: false),
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    value_paise = table.Column<long>(type: "bigint", nullable: false),
                    volume_milli = table.Column<long>(type: "bigint", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_outlet_purchases", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_outlets",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    credit_limit_paise = table.Column<long>(type: "bigint", nullable: false),
                    email = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    geo_tagged = table.Column<bool>(type: "boolean", nullable: false),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    pincode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    region = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    territory = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_outlets", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_party_balances",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    distributor_id = table.Column<int>(type: "integer", nullable: true),
                    outlet_id = table.Column<int>(type: "integer", nullable: true),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    overdue_paise = table.Column<long>(type: "bigint", nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_party_balances", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_products",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    category = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    pack_size = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    unit = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_products", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_stock_movements",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    distributor_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    value_paise = table.Column<long>(type: "bigint", nullable: false),
                    volume_milli = table.Column<long>(type: "bigint", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_stock_movements", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_training_classes",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    instructor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_training_classes", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_training_contents",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_training_contents", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_training_events",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    class_id = table.Column<int>(type: "integer", nullable: false),
                    content_id = table.Column<int>(type: "integer", nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    learner_id = table.Column<int>(type: "integer", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: true),
                    month = table.Column<int>(type: "integer", nullable: false),
                    score_hundredths = table.Column<int>(type: "integer", nullable: true),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_training_events", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "replaced_visit_targets",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    visits = table.Column<int>(type: "integer", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_visit_targets", x => new { x.upload_id, x.user_id, x.month });
                });

            migrationBuilder.CreateTable(
                name: "replaced_visits",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    outlet_id = table.Column<int>(type: "integer", nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    written_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_visits", x => new { x.upload_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "report_layouts",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    definition = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_layouts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "report_templates",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    report_type = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    parameters = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    priority = table.Column<short>(type: "smallint", nullable: false),
                    visibility = table.Column<short>(type: "smallint", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_templates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retention_settings",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention_settings", x => x.kind);
                });

            migrationBuilder.CreateTable(
                name: "role_permissions",
                columns: table => new
                {
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    permission = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_permissions", x => new { x.role, x.permission });
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    normalized_name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    scope = table.Column<short>(type: "smallint", nullable: false),
                    built_in = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: true),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_roles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "saved_views",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    page = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    query = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    shared = table.Column<bool>(type: "boolean", nullable: false),
                    default_for = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_saved_views", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "second_factors",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    protected_key = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    pending_key = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    confirmed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_step = table.Column<long>(type: "bigint", nullable: true),
                    recovery_salt = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_second_factors", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    confirmed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    device = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    seen_as_id = table.Column<int>(type: "integer", nullable: true),
                    seen_as_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_settings",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_settings", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    kid = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    protected_secret = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    signs_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    verifies_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signing_keys", x => x.kid);
                });

            migrationBuilder.CreateTable(
                name: "snapshot_writes",
                columns: table => new
                {
                    snapshot_id = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_snapshot_writes", x => new { x.snapshot_id, x.batch_id });
                });

            migrationBuilder.CreateTable(
                name: "snapshots",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    new_paise = table.Column<long>(type: "bigint", nullable: false),
                    recovered_paise = table.Column<long>(type: "bigint", nullable: false),
                    customers = table.Column<int>(type: "integer", nullable: false),
                    invoices = table.Column<int>(type: "integer", nullable: false),
                    disputed = table.Column<int>(type: "integer", nullable: false),
                    items = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_snapshots", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staged_courses",
                columns: table => new
                {
                    category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    program = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_customers",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    email = table.Column<string>(type: "character varying(766)", maxLength: 766, nullable: false),
                    engineer_id = table.Column<int>(type: "integer", nullable: true),
                    id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    notes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    remark = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    reminder_stop = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    search_text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_departures",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_distributors",
                columns: table => new
                {
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    state = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    territory = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_items",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    invoice_id = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    amount_paise = table.Column<long>(type: "bigint", nullable: false),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    invoice_date = table.Column<DateOnly>(type: "date", nullable: true),
                    due_date = table.Column<DateOnly>(type: "date", nullable: true),
                    bucket = table.Column<short>(type: "smallint", nullable: true),
                    paid = table.Column<bool>(type: "boolean", nullable: false),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    writes_invoice = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_learners",
                columns: table => new
                {
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_missing",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    invoice_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    replaced = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staged_missing", x => new { x.upload_id, x.invoice_id });
                });

            migrationBuilder.CreateTable(
                name: "staged_outlet_purchases",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    outlet_id = table.Column<int>(type: "integer", nullable: false),
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    value_paise = table.Column<long>(type: "bigint", nullable: false),
                    volume_milli = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_outlets",
                columns: table => new
                {
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    branch = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    credit_limit_paise = table.Column<long>(type: "bigint", nullable: false),
                    email = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    geo_tagged = table.Column<bool>(type: "boolean", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    pincode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    region = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    state = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    territory = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_party_balances",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    distributor_id = table.Column<int>(type: "integer", nullable: true),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    outlet_id = table.Column<int>(type: "integer", nullable: true),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    overdue_paise = table.Column<long>(type: "bigint", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_people",
                columns: table => new
                {
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    after = table.Column<string>(type: "text", nullable: false),
                    before = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staged_people", x => new { x.upload_id, x.row_number });
                });

            migrationBuilder.CreateTable(
                name: "staged_products",
                columns: table => new
                {
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    category = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    pack_size = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    search_text = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    unit = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_stock_movements",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    distributor_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    value_paise = table.Column<long>(type: "bigint", nullable: false),
                    volume_milli = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_training_classes",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    instructor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_training_contents",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_training_events",
                columns: table => new
                {
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    class_id = table.Column<int>(type: "integer", nullable: false),
                    content_id = table.Column<int>(type: "integer", nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    learner_id = table.Column<int>(type: "integer", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: true),
                    month = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    score_hundredths = table.Column<int>(type: "integer", nullable: true),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_visit_targets",
                columns: table => new
                {
                    month = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    visits = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "staged_visits",
                columns: table => new
                {
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    outlet_id = table.Column<int>(type: "integer", nullable: false),
                    row_number = table.Column<int>(type: "integer", nullable: false),
                    upload_id = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "stock_months",
                columns: table => new
                {
                    distributor_id = table.Column<int>(type: "integer", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    volume_milli = table.Column<long>(type: "bigint", nullable: false),
                    value_paise = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stock_months", x => new { x.distributor_id, x.month, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "submission_files",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    form_id = table.Column<int>(type: "integer", nullable: false),
                    link_id = table.Column<int>(type: "integer", nullable: true),
                    submission_id = table.Column<int>(type: "integer", nullable: true),
                    field_id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    token = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    file_key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    uploaded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_submission_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "territories",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    region_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_territories", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "territory_aliases",
                columns: table => new
                {
                    spelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    territory_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_territory_aliases", x => x.spelling);
                });

            migrationBuilder.CreateTable(
                name: "training_classes",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    instructor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_training_classes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "training_contents",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_training_contents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "training_events",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    learner_id = table.Column<int>(type: "integer", nullable: false),
                    course_id = table.Column<int>(type: "integer", nullable: false),
                    class_id = table.Column<int>(type: "integer", nullable: false),
                    content_id = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    score_hundredths = table.Column<int>(type: "integer", nullable: true),
                    minutes = table.Column<int>(type: "integer", nullable: true),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_training_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user_departments",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_departments", x => new { x.user_id, x.department_id });
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    contact = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    designation = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    in_field = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    field_region = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    territory = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    reports_to_id = table.Column<int>(type: "integer", nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    security_stamp = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    phone_number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_targets",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    visits = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_targets", x => new { x.user_id, x.month });
                });

            migrationBuilder.CreateTable(
                name: "webhook_endpoints",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    url = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    events = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    secret = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    failing_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    switched_off_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_by_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_endpoints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "zone_aliases",
                columns: table => new
                {
                    spelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    zone_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_zone_aliases", x => x.spelling);
                });

            migrationBuilder.CreateTable(
                name: "zones",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    sort_order = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_by_id = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_zones", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "form_links",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    form_id = table.Column<int>(type: "integer", nullable: false),
                    token = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    label = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    single_use = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_links", x => x.id);
                    table.ForeignKey(
                        name: "FK_form_links_forms_form_id",
                        column: x => x.form_id,
                        principalTable: "forms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "form_runs",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    form_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    trigger = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    submission_id = table.Column<int>(type: "integer", nullable: true),
                    job_id = table.Column<long>(type: "bigint", nullable: true),
                    report_id = table.Column<int>(type: "integer", nullable: true),
                    fault = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    options = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_runs", x => x.id);
                    table.ForeignKey(
                        name: "FK_form_runs_forms_form_id",
                        column: x => x.form_id,
                        principalTable: "forms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "form_versions",
                columns: table => new
                {
                    form_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    published_by_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_versions", x => new { x.form_id, x.number });
                    table.ForeignKey(
                        name: "FK_form_versions_forms_form_id",
                        column: x => x.form_id,
                        principalTable: "forms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "submissions",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    form_id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    submitter_id = table.Column<int>(type: "integer", nullable: true),
                    submitter_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    link_id = table.Column<int>(type: "integer", nullable: true),
                    submitted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_submissions", x => x.id);
                    table.ForeignKey(
                        name: "FK_submissions_forms_form_id",
                        column: x => x.form_id,
                        principalTable: "forms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_versions",
                columns: table => new
                {
                    report_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    data = table.Column<string>(type: "text", nullable: false),
                    config = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    author_id = table.Column<int>(type: "integer", nullable: false),
                    author_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    why = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    job_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_versions", x => new { x.report_id, x.number });
                    table.ForeignKey(
                        name: "FK_report_versions_generated_reports_report_id",
                        column: x => x.report_id,
                        principalTable: "generated_reports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "artifacts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    job_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    file_name = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    content_type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    file_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    removed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_artifacts", x => x.id);
                    table.ForeignKey(
                        name: "FK_artifacts_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "job_errors",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    job_id = table.Column<long>(type: "bigint", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_errors", x => x.id);
                    table.ForeignKey(
                        name: "FK_job_errors_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    job_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    report_type = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    parameters = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    file_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    visibility = table.Column<short>(type: "smallint", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    template_id = table.Column<int>(type: "integer", nullable: true),
                    schedule_id = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_runs", x => x.id);
                    table.ForeignKey(
                        name: "FK_report_runs_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "mail_attachments",
                columns: table => new
                {
                    mail_id = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<short>(type: "smallint", nullable: false),
                    file_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    file_name = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    content_type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mail_attachments", x => new { x.mail_id, x.position });
                    table.ForeignKey(
                        name: "FK_mail_attachments_mails_mail_id",
                        column: x => x.mail_id,
                        principalTable: "mails",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "party_balances",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    distributor_id = table.Column<int>(type: "integer", nullable: true),
                    outlet_id = table.Column<int>(type: "integer", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    outstanding_paise = table.Column<long>(type: "bigint", nullable: false),
                    overdue_paise = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_party_balances", x => x.id);
                    table.ForeignKey(
                        name: "FK_party_balances_distributors_distributor_id",
                        column: x => x.distributor_id,
                        principalTable: "distributors",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "FK_party_balances_outlets_outlet_id",
                        column: x => x.outlet_id,
                        principalTable: "outlets",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "visits",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    outlet_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visits", x => x.id);
                    table.ForeignKey(
                        name: "FK_visits_outlets_outlet_id",
                        column: x => x.outlet_id,
                        principalTable: "outlets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "outlet_purchases",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    outlet_id = table.Column<int>(type: "integer", nullable: false),
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    volume_milli = table.Column<long>(type: "bigint", nullable: false),
                    value_paise = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outlet_purchases", x => x.id);
                    table.ForeignKey(
                        name: "FK_outlet_purchases_outlets_outlet_id",
                        column: x => x.outlet_id,
                        principalTable: "outlets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_outlet_purchases_products_product_id",
                        column: x => x.product_id,
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stock_movements",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    distributor_id = table.Column<int>(type: "integer", nullable: false),
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    volume_milli = table.Column<long>(type: "bigint", nullable: false),
                    value_paise = table.Column<long>(type: "bigint", nullable: false),
                    reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    batch_id = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    written_by = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    sheet_row = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stock_movements", x => x.id);
                    table.ForeignKey(
                        name: "FK_stock_movements_distributors_distributor_id",
                        column: x => x.distributor_id,
                        principalTable: "distributors",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_stock_movements_products_product_id",
                        column: x => x.product_id,
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_schedules",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    template_id = table.Column<int>(type: "integer", nullable: false),
                    recurring_id = table.Column<int>(type: "integer", nullable: false),
                    owner_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_schedules", x => x.id);
                    table.ForeignKey(
                        name: "FK_report_schedules_recurring_jobs_recurring_id",
                        column: x => x.recurring_id,
                        principalTable: "recurring_jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_report_schedules_report_templates_template_id",
                        column: x => x.template_id,
                        principalTable: "report_templates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    endpoint_id = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    @event = table.Column<string>(name: "event", type: "character varying(60)", maxLength: 60, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    milliseconds = table.Column<int>(type: "integer", nullable: true),
                    answer = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    tried_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "FK_webhook_deliveries_webhook_endpoints_endpoint_id",
                        column: x => x.endpoint_id,
                        principalTable: "webhook_endpoints",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "submission_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    submission_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    changes = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_submission_events", x => x.id);
                    table.ForeignKey(
                        name: "FK_submission_events_submissions_submission_id",
                        column: x => x.submission_id,
                        principalTable: "submissions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_shares",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_shares", x => new { x.run_id, x.user_id });
                    table.ForeignKey(
                        name: "FK_report_shares_report_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "report_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "schedule_recipients",
                columns: table => new
                {
                    schedule_id = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedule_recipients", x => new { x.schedule_id, x.user_id });
                    table.ForeignKey(
                        name: "FK_schedule_recipients_report_schedules_schedule_id",
                        column: x => x.schedule_id,
                        principalTable: "report_schedules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "audit_chain",
                columns: new[] { "id", "hash", "seq" },
                values: new object[] { 1, "0000000000000000000000000000000000000000000000000000000000000000", 0L });

            migrationBuilder.CreateIndex(
                name: "IX_account_links_expires_at",
                table: "account_links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_account_links_user_id_ended_at",
                table: "account_links",
                columns: new[] { "user_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_activities_at",
                table: "activities",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_activities_type_at",
                table: "activities",
                columns: new[] { "type", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_activities_user_id_at",
                table: "activities",
                columns: new[] { "user_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_alerts_last",
                table: "alerts",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_window",
                table: "alerts",
                columns: new[] { "fingerprint", "window_start" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_tokens_hash",
                table: "api_tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_tokens_user_id",
                table: "api_tokens",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_approvals_entered_by_id",
                table: "approvals",
                column: "entered_by_id");

            migrationBuilder.CreateIndex(
                name: "IX_approvals_requested_by_id",
                table: "approvals",
                column: "requested_by_id");

            migrationBuilder.CreateIndex(
                name: "IX_approvals_state_requested_at",
                table: "approvals",
                columns: new[] { "state", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_artifacts_expiry",
                table: "artifacts",
                column: "expires_at",
                filter: "removed_at IS NULL AND expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_artifacts_file_key",
                table: "artifacts",
                column: "file_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_artifacts_name",
                table: "artifacts",
                columns: new[] { "job_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_action",
                table: "audit_entries",
                columns: new[] { "action", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_actor",
                table: "audit_entries",
                columns: new[] { "actor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_at",
                table: "audit_entries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_record",
                table: "audit_entries",
                columns: new[] { "kind", "record_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_seq",
                table: "audit_entries",
                column: "seq",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_unsealed",
                table: "audit_entries",
                column: "id",
                filter: "seq IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_balances_customer_id",
                table: "balances",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "IX_closing_exceptions_department_id_period",
                table: "closing_exceptions",
                columns: new[] { "department_id", "period" });

            migrationBuilder.CreateIndex(
                name: "IX_contact_log_corrects_id",
                table: "contact_log",
                column: "corrects_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_contact_log_customer_id_at",
                table: "contact_log",
                columns: new[] { "customer_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_courses_batch_id",
                table: "courses",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_courses_code",
                table: "courses",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_customer_changes_customer_id_at",
                table: "customer_changes",
                columns: new[] { "customer_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_customer_changes_invoice_id",
                table: "customer_changes",
                column: "invoice_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_batch_id",
                table: "customers",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_customers_code",
                table: "customers",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_customers_engineer_id",
                table: "customers",
                column: "engineer_id");

            migrationBuilder.CreateIndex(
                name: "IX_departments_code",
                table: "departments",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_departments_name",
                table: "departments",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_dispute_files_dispute_id",
                table: "dispute_files",
                column: "dispute_id");

            migrationBuilder.CreateIndex(
                name: "IX_dispute_files_file_key",
                table: "dispute_files",
                column: "file_key");

            migrationBuilder.CreateIndex(
                name: "IX_dispute_messages_dispute_id_id",
                table: "dispute_messages",
                columns: new[] { "dispute_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_disputes_closed_at_answer_by",
                table: "disputes",
                columns: new[] { "closed_at", "answer_by" });

            migrationBuilder.CreateIndex(
                name: "IX_disputes_closed_period",
                table: "disputes",
                column: "closed_period");

            migrationBuilder.CreateIndex(
                name: "IX_disputes_customer_id",
                table: "disputes",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "IX_disputes_invoice_id_id",
                table: "disputes",
                columns: new[] { "invoice_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_disputes_open",
                table: "disputes",
                column: "invoice_id",
                unique: true,
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_disputes_owner_id_closed_at",
                table: "disputes",
                columns: new[] { "owner_id", "closed_at" });

            migrationBuilder.CreateIndex(
                name: "IX_distributors_batch_id",
                table: "distributors",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_distributors_code",
                table: "distributors",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_distributors_name",
                table: "distributors",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_external_logins_user_id",
                table: "external_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_foreign_balances_code",
                table: "foreign_balances",
                column: "code");

            migrationBuilder.CreateIndex(
                name: "IX_foreign_balances_department_id_region",
                table: "foreign_balances",
                columns: new[] { "department_id", "region" });

            migrationBuilder.CreateIndex(
                name: "IX_form_links_form_id",
                table: "form_links",
                column: "form_id");

            migrationBuilder.CreateIndex(
                name: "IX_form_links_token",
                table: "form_links",
                column: "token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_form_runs_form_id_at",
                table: "form_runs",
                columns: new[] { "form_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_forms_owner_id",
                table: "forms",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_generated_reports_created_at",
                table: "generated_reports",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_generated_reports_form_id",
                table: "generated_reports",
                column: "form_id");

            migrationBuilder.CreateIndex(
                name: "IX_generated_reports_owner_id_created_at",
                table: "generated_reports",
                columns: new[] { "owner_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_hand_overs_from_user_id_at",
                table: "hand_overs",
                columns: new[] { "from_user_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_keys_created_at",
                table: "idempotency_keys",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_import_batches_file_hash",
                table: "import_batches",
                column: "file_hash");

            migrationBuilder.CreateIndex(
                name: "IX_import_batches_kind_state_period",
                table: "import_batches",
                columns: new[] { "kind", "state", "period" });

            migrationBuilder.CreateIndex(
                name: "IX_invoice_balances_customer_id_snapshot_id",
                table: "invoice_balances",
                columns: new[] { "customer_id", "snapshot_id" });

            migrationBuilder.CreateIndex(
                name: "IX_invoice_balances_invoice_id",
                table: "invoice_balances",
                column: "invoice_id");

            migrationBuilder.CreateIndex(
                name: "IX_invoice_balances_snapshot_id_outstanding_paise_invoice_id",
                table: "invoice_balances",
                columns: new[] { "snapshot_id", "outstanding_paise", "invoice_id" },
                descending: new[] { false, true, false });

            migrationBuilder.CreateIndex(
                name: "IX_invoices_batch_id",
                table: "invoices",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_invoices_customer_id_number",
                table: "invoices",
                columns: new[] { "customer_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_invoices_id",
                table: "invoices",
                column: "id",
                filter: "disputed");

            migrationBuilder.CreateIndex(
                name: "IX_job_errors_job_id",
                table: "job_errors",
                column: "job_id");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_completed",
                table: "jobs",
                columns: new[] { "kind", "finished_at" },
                filter: "state = 3");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_finished",
                table: "jobs",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_occurrence",
                table: "jobs",
                columns: new[] { "recurring_id", "occurrence_at" },
                unique: true,
                filter: "recurring_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_owner",
                table: "jobs",
                columns: new[] { "owner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_pending",
                table: "jobs",
                columns: new[] { "priority", "turn", "run_at", "id" },
                descending: new[] { true, false, false, false },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_pending_owner",
                table: "jobs",
                columns: new[] { "owner_id", "priority", "turn" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_running",
                table: "jobs",
                column: "lease_until",
                filter: "state = 2");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_scheduled",
                table: "jobs",
                column: "run_at",
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_slot",
                table: "jobs",
                columns: new[] { "kind", "slot" },
                unique: true,
                filter: "state = 2 AND slot IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_unique_key",
                table: "jobs",
                column: "unique_key",
                unique: true,
                filter: "state IN (0, 1, 2) AND unique_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_learners_batch_id",
                table: "learners",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_learners_code",
                table: "learners",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_learners_department_id",
                table: "learners",
                column: "department_id");

            migrationBuilder.CreateIndex(
                name: "IX_leave_covers_delegate_id_to_day",
                table: "leave_covers",
                columns: new[] { "delegate_id", "to_day" });

            migrationBuilder.CreateIndex(
                name: "IX_leave_covers_person_id_to_day",
                table: "leave_covers",
                columns: new[] { "person_id", "to_day" });

            migrationBuilder.CreateIndex(
                name: "IX_list_values_list_text",
                table: "list_values",
                columns: new[] { "list", "text" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mails_created",
                table: "mails",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_mails_state",
                table: "mails",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_mails_unique_key",
                table: "mails",
                column: "unique_key",
                unique: true,
                filter: "unique_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_notifications_created_at",
                table: "notifications",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_notifications_user_id_created_at",
                table: "notifications",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_digest",
                table: "notifications",
                column: "user_id",
                filter: "digest = 1");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_unique_key",
                table: "notifications",
                columns: new[] { "user_id", "unique_key" },
                unique: true,
                filter: "unique_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_outlet_purchases_batch_id",
                table: "outlet_purchases",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_outlet_purchases_outlet_id_day",
                table: "outlet_purchases",
                columns: new[] { "outlet_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_outlet_purchases_product_id",
                table: "outlet_purchases",
                column: "product_id");

            migrationBuilder.CreateIndex(
                name: "IX_outlets_batch_id",
                table: "outlets",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_outlets_code",
                table: "outlets",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outlets_name",
                table: "outlets",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_party_balances_batch_id",
                table: "party_balances",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_party_balances_distributor_id_day",
                table: "party_balances",
                columns: new[] { "distributor_id", "day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_party_balances_outlet_id_day",
                table: "party_balances",
                columns: new[] { "outlet_id", "day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_id_hash",
                table: "passkeys",
                column: "id_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_user_id",
                table: "passkeys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_products_batch_id",
                table: "products",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_products_code",
                table: "products",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_products_name",
                table: "products",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_promise_items_invoice_id",
                table: "promise_items",
                column: "invoice_id");

            migrationBuilder.CreateIndex(
                name: "IX_promises_customer_id_due_on",
                table: "promises",
                columns: new[] { "customer_id", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_promises_entry_id",
                table: "promises",
                column: "entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_promises_status_due_on",
                table: "promises",
                columns: new[] { "status", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_recurring_jobs_due",
                table: "recurring_jobs",
                column: "next_at",
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_refresh_tokens_family",
                table: "refresh_tokens",
                column: "family");

            migrationBuilder.CreateIndex(
                name: "IX_region_aliases_region_code",
                table: "region_aliases",
                column: "region_code");

            migrationBuilder.CreateIndex(
                name: "IX_remembered_answers_kind_header_hash_question",
                table: "remembered_answers",
                columns: new[] { "kind", "header_hash", "question" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_remembered_mappings_kind_header_hash",
                table: "remembered_mappings",
                columns: new[] { "kind", "header_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reminder_items_invoice_id",
                table: "reminder_items",
                column: "invoice_id");

            migrationBuilder.CreateIndex(
                name: "ix_reminder_items_once",
                table: "reminder_items",
                columns: new[] { "invoice_id", "step_days" },
                unique: true,
                filter: "counts");

            migrationBuilder.CreateIndex(
                name: "IX_reminder_mails_mail_id",
                table: "reminder_mails",
                column: "mail_id");

            migrationBuilder.CreateIndex(
                name: "IX_reminder_mails_to_address",
                table: "reminder_mails",
                column: "to_address");

            migrationBuilder.CreateIndex(
                name: "IX_reminders_customer_id_day",
                table: "reminders",
                columns: new[] { "customer_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_run_id_state",
                table: "reminders",
                columns: new[] { "run_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_replaced_courses_written_by",
                table: "replaced_courses",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_customers_written_by",
                table: "replaced_customers",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_distributors_written_by",
                table: "replaced_distributors",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_invoices_written_by",
                table: "replaced_invoices",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_learners_written_by",
                table: "replaced_learners",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_outlet_purchases_written_by",
                table: "replaced_outlet_purchases",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_outlets_written_by",
                table: "replaced_outlets",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_party_balances_written_by",
                table: "replaced_party_balances",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_products_written_by",
                table: "replaced_products",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_stock_movements_written_by",
                table: "replaced_stock_movements",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_training_classes_written_by",
                table: "replaced_training_classes",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_training_contents_written_by",
                table: "replaced_training_contents",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_training_events_written_by",
                table: "replaced_training_events",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_visit_targets_written_by",
                table: "replaced_visit_targets",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_visits_written_by",
                table: "replaced_visits",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "IX_report_layouts_key",
                table: "report_layouts",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_report_runs_created_at",
                table: "report_runs",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_report_runs_fingerprint",
                table: "report_runs",
                column: "fingerprint");

            migrationBuilder.CreateIndex(
                name: "IX_report_runs_job_id",
                table: "report_runs",
                column: "job_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_report_runs_owner_id_created_at",
                table: "report_runs",
                columns: new[] { "owner_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_report_runs_schedule_id",
                table: "report_runs",
                column: "schedule_id");

            migrationBuilder.CreateIndex(
                name: "IX_report_schedules_owner_id",
                table: "report_schedules",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_report_schedules_recurring_id",
                table: "report_schedules",
                column: "recurring_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_report_schedules_template_id",
                table: "report_schedules",
                column: "template_id");

            migrationBuilder.CreateIndex(
                name: "IX_report_shares_user_id",
                table: "report_shares",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_report_templates_owner_id",
                table: "report_templates",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_report_versions_job_id",
                table: "report_versions",
                column: "job_id");

            migrationBuilder.CreateIndex(
                name: "IX_roles_normalized_name",
                table: "roles",
                column: "normalized_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_saved_views_page_default_for",
                table: "saved_views",
                columns: new[] { "page", "default_for" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_saved_views_page_owner_id_name",
                table: "saved_views",
                columns: new[] { "page", "owner_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sessions_expires_at",
                table: "sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_user_id_ended_at",
                table: "sessions",
                columns: new[] { "user_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_snapshot_writes_batch_id",
                table: "snapshot_writes",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_snapshots_department_id_region_period",
                table: "snapshots",
                columns: new[] { "department_id", "region", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_staged_courses_upload_id",
                table: "staged_courses",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_customers_upload_id",
                table: "staged_customers",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_departures_upload_id",
                table: "staged_departures",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_distributors_upload_id",
                table: "staged_distributors",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_items_upload_id",
                table: "staged_items",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_learners_upload_id",
                table: "staged_learners",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_outlet_purchases_upload_id",
                table: "staged_outlet_purchases",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_outlets_upload_id",
                table: "staged_outlets",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_party_balances_upload_id",
                table: "staged_party_balances",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_products_upload_id",
                table: "staged_products",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_stock_movements_upload_id",
                table: "staged_stock_movements",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_training_classes_upload_id",
                table: "staged_training_classes",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_training_contents_upload_id",
                table: "staged_training_contents",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_training_events_upload_id",
                table: "staged_training_events",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_visit_targets_upload_id",
                table: "staged_visit_targets",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_staged_visits_upload_id",
                table: "staged_visits",
                column: "upload_id");

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_batch_id",
                table: "stock_movements",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_by_distributor",
                table: "stock_movements",
                columns: new[] { "distributor_id", "day", "kind", "value_paise", "volume_milli", "product_id" });

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_by_product",
                table: "stock_movements",
                columns: new[] { "product_id", "day", "kind", "value_paise", "volume_milli", "distributor_id" });

            migrationBuilder.CreateIndex(
                name: "IX_submission_events_submission_id",
                table: "submission_events",
                column: "submission_id");

            migrationBuilder.CreateIndex(
                name: "IX_submission_files_form_id",
                table: "submission_files",
                column: "form_id");

            migrationBuilder.CreateIndex(
                name: "IX_submission_files_submission_id_uploaded_at",
                table: "submission_files",
                columns: new[] { "submission_id", "uploaded_at" });

            migrationBuilder.CreateIndex(
                name: "IX_submission_files_token",
                table: "submission_files",
                column: "token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_submissions_form_id_status",
                table: "submissions",
                columns: new[] { "form_id", "status" });

            migrationBuilder.CreateIndex(
                name: "IX_submissions_form_id_submitted_at",
                table: "submissions",
                columns: new[] { "form_id", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "IX_territories_region_code",
                table: "territories",
                column: "region_code");

            migrationBuilder.CreateIndex(
                name: "IX_territory_aliases_territory_id",
                table: "territory_aliases",
                column: "territory_id");

            migrationBuilder.CreateIndex(
                name: "IX_training_classes_batch_id",
                table: "training_classes",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_training_classes_course_id_code",
                table: "training_classes",
                columns: new[] { "course_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_training_contents_batch_id",
                table: "training_contents",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_training_contents_course_id_code",
                table: "training_contents",
                columns: new[] { "course_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_training_events_at",
                table: "training_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_training_events_batch_id",
                table: "training_events",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_training_events_course_id_at",
                table: "training_events",
                columns: new[] { "course_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_training_events_learner_id_course_id_at_type_class_id_conte~",
                table: "training_events",
                columns: new[] { "learner_id", "course_id", "at", "type", "class_id", "content_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_users_normalized_email",
                table: "users",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_users_normalized_user_name",
                table: "users",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_users_reports_to_id",
                table: "users",
                column: "reports_to_id");

            migrationBuilder.CreateIndex(
                name: "IX_users_territory",
                table: "users",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "IX_visit_targets_batch_id",
                table: "visit_targets",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_visits_at",
                table: "visits",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_visits_batch_id",
                table: "visits",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_visits_outlet_id_at",
                table: "visits",
                columns: new[] { "outlet_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_visits_user_id_at",
                table: "visits",
                columns: new[] { "user_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_created",
                table: "webhook_deliveries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_endpoint",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_zone_aliases_zone_code",
                table: "zone_aliases",
                column: "zone_code");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_links");

            migrationBuilder.DropTable(
                name: "activities");

            migrationBuilder.DropTable(
                name: "alert_rules");

            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "api_tokens");

            migrationBuilder.DropTable(
                name: "approvals");

            migrationBuilder.DropTable(
                name: "artifacts");

            migrationBuilder.DropTable(
                name: "audit_anchors");

            migrationBuilder.DropTable(
                name: "audit_chain");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "balance_days");

            migrationBuilder.DropTable(
                name: "balances");

            migrationBuilder.DropTable(
                name: "bounced_addresses");

            migrationBuilder.DropTable(
                name: "closed_months");

            migrationBuilder.DropTable(
                name: "closing_exceptions");

            migrationBuilder.DropTable(
                name: "company_settings");

            migrationBuilder.DropTable(
                name: "contact_log");

            migrationBuilder.DropTable(
                name: "courses");

            migrationBuilder.DropTable(
                name: "customer_changes");

            migrationBuilder.DropTable(
                name: "customers");

            migrationBuilder.DropTable(
                name: "data_versions");

            migrationBuilder.DropTable(
                name: "departments");

            migrationBuilder.DropTable(
                name: "displaced_balances");

            migrationBuilder.DropTable(
                name: "dispute_files");

            migrationBuilder.DropTable(
                name: "dispute_messages");

            migrationBuilder.DropTable(
                name: "disputes");

            migrationBuilder.DropTable(
                name: "external_logins");

            migrationBuilder.DropTable(
                name: "first_steps_done");

            migrationBuilder.DropTable(
                name: "foreign_balances");

            migrationBuilder.DropTable(
                name: "form_links");

            migrationBuilder.DropTable(
                name: "form_runs");

            migrationBuilder.DropTable(
                name: "form_versions");

            migrationBuilder.DropTable(
                name: "hand_overs");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "import_batches");

            migrationBuilder.DropTable(
                name: "import_rows");

            migrationBuilder.DropTable(
                name: "invoice_balances");

            migrationBuilder.DropTable(
                name: "invoices");

            migrationBuilder.DropTable(
                name: "job_errors");

            migrationBuilder.DropTable(
                name: "known_permissions");

            migrationBuilder.DropTable(
                name: "learners");

            migrationBuilder.DropTable(
                name: "leave_covers");

            migrationBuilder.DropTable(
                name: "limit_settings");

            migrationBuilder.DropTable(
                name: "list_values");

            migrationBuilder.DropTable(
                name: "mail_attachments");

            migrationBuilder.DropTable(
                name: "notification_choices");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "notifications_read");

            migrationBuilder.DropTable(
                name: "outlet_purchases");

            migrationBuilder.DropTable(
                name: "party_balances");

            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "promise_items");

            migrationBuilder.DropTable(
                name: "promises");

            migrationBuilder.DropTable(
                name: "protection_keys");

            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "refresh_tokens");

            migrationBuilder.DropTable(
                name: "region_aliases");

            migrationBuilder.DropTable(
                name: "regions");

            migrationBuilder.DropTable(
                name: "remembered_answers");

            migrationBuilder.DropTable(
                name: "remembered_mappings");

            migrationBuilder.DropTable(
                name: "reminder_items");

            migrationBuilder.DropTable(
                name: "reminder_ladder");

            migrationBuilder.DropTable(
                name: "reminder_mails");

            migrationBuilder.DropTable(
                name: "reminder_runs");

            migrationBuilder.DropTable(
                name: "reminder_steps");

            migrationBuilder.DropTable(
                name: "reminders");

            migrationBuilder.DropTable(
                name: "replaced_courses");

            migrationBuilder.DropTable(
                name: "replaced_customers");

            migrationBuilder.DropTable(
                name: "replaced_distributors");

            migrationBuilder.DropTable(
                name: "replaced_invoices");

            migrationBuilder.DropTable(
                name: "replaced_learners");

            migrationBuilder.DropTable(
                name: "replaced_outlet_purchases");

            migrationBuilder.DropTable(
                name: "replaced_outlets");

            migrationBuilder.DropTable(
                name: "replaced_party_balances");

            migrationBuilder.DropTable(
                name: "replaced_products");

            migrationBuilder.DropTable(
                name: "replaced_stock_movements");

            migrationBuilder.DropTable(
                name: "replaced_training_classes");

            migrationBuilder.DropTable(
                name: "replaced_training_contents");

            migrationBuilder.DropTable(
                name: "replaced_training_events");

            migrationBuilder.DropTable(
                name: "replaced_visit_targets");

            migrationBuilder.DropTable(
                name: "replaced_visits");

            migrationBuilder.DropTable(
                name: "report_layouts");

            migrationBuilder.DropTable(
                name: "report_shares");

            migrationBuilder.DropTable(
                name: "report_versions");

            migrationBuilder.DropTable(
                name: "retention_settings");

            migrationBuilder.DropTable(
                name: "role_permissions");

            migrationBuilder.DropTable(
                name: "roles");

            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropTable(
                name: "schedule_recipients");

            migrationBuilder.DropTable(
                name: "second_factors");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "sign_in_settings");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "snapshot_writes");

            migrationBuilder.DropTable(
                name: "snapshots");

            migrationBuilder.DropTable(
                name: "staged_courses");

            migrationBuilder.DropTable(
                name: "staged_customers");

            migrationBuilder.DropTable(
                name: "staged_departures");

            migrationBuilder.DropTable(
                name: "staged_distributors");

            migrationBuilder.DropTable(
                name: "staged_items");

            migrationBuilder.DropTable(
                name: "staged_learners");

            migrationBuilder.DropTable(
                name: "staged_missing");

            migrationBuilder.DropTable(
                name: "staged_outlet_purchases");

            migrationBuilder.DropTable(
                name: "staged_outlets");

            migrationBuilder.DropTable(
                name: "staged_party_balances");

            migrationBuilder.DropTable(
                name: "staged_people");

            migrationBuilder.DropTable(
                name: "staged_products");

            migrationBuilder.DropTable(
                name: "staged_stock_movements");

            migrationBuilder.DropTable(
                name: "staged_training_classes");

            migrationBuilder.DropTable(
                name: "staged_training_contents");

            migrationBuilder.DropTable(
                name: "staged_training_events");

            migrationBuilder.DropTable(
                name: "staged_visit_targets");

            migrationBuilder.DropTable(
                name: "staged_visits");

            migrationBuilder.DropTable(
                name: "stock_months");

            migrationBuilder.DropTable(
                name: "stock_movements");

            migrationBuilder.DropTable(
                name: "submission_events");

            migrationBuilder.DropTable(
                name: "submission_files");

            migrationBuilder.DropTable(
                name: "territories");

            migrationBuilder.DropTable(
                name: "territory_aliases");

            migrationBuilder.DropTable(
                name: "training_classes");

            migrationBuilder.DropTable(
                name: "training_contents");

            migrationBuilder.DropTable(
                name: "training_events");

            migrationBuilder.DropTable(
                name: "user_departments");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "visit_targets");

            migrationBuilder.DropTable(
                name: "visits");

            migrationBuilder.DropTable(
                name: "webhook_deliveries");

            migrationBuilder.DropTable(
                name: "zone_aliases");

            migrationBuilder.DropTable(
                name: "zones");

            migrationBuilder.DropTable(
                name: "mails");

            migrationBuilder.DropTable(
                name: "report_runs");

            migrationBuilder.DropTable(
                name: "generated_reports");

            migrationBuilder.DropTable(
                name: "report_schedules");

            migrationBuilder.DropTable(
                name: "distributors");

            migrationBuilder.DropTable(
                name: "products");

            migrationBuilder.DropTable(
                name: "submissions");

            migrationBuilder.DropTable(
                name: "outlets");

            migrationBuilder.DropTable(
                name: "webhook_endpoints");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "recurring_jobs");

            migrationBuilder.DropTable(
                name: "report_templates");

            migrationBuilder.DropTable(
                name: "forms");
        }
    }
}
