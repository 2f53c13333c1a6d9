using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReportsAdmin.Platform.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Jobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    arguments = table.Column<string>(type: "TEXT", nullable: false),
                    owner_id = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    priority = table.Column<short>(type: "INTEGER", nullable: false),
                    turn = table.Column<long>(type: "INTEGER", nullable: false),
                    run_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    unique_key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    max_attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    retries = table.Column<int>(type: "INTEGER", nullable: false),
                    timeout_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    worker = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    slot = table.Column<short>(type: "INTEGER", nullable: true),
                    lease_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    cancel_requested_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    cancelled_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    cancel_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    step = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    percent = table.Column<short>(type: "INTEGER", nullable: false),
                    rows_done = table.Column<long>(type: "INTEGER", nullable: false),
                    rows_total = table.Column<long>(type: "INTEGER", nullable: true),
                    error_code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    error_message = table.Column<string>(type: "TEXT", nullable: true),
                    result = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    recurring_id = table.Column<int>(type: "INTEGER", nullable: true),
                    occurrence_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "paused_job_kinds",
                columns: table => new
                {
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    paused_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paused_job_kinds", x => x.kind);
                });

            migrationBuilder.CreateTable(
                name: "recurring_jobs",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    arguments = table.Column<string>(type: "TEXT", nullable: false),
                    owner_id = table.Column<int>(type: "INTEGER", nullable: false),
                    cron = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    next_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_job_id = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recurring_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "artifacts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    job_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 260, nullable: false),
                    content_type = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    file_key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    removed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
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
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    job_id = table.Column<long>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false)
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
                name: "ix_recurring_jobs_due",
                table: "recurring_jobs",
                column: "next_at",
                filter: "next_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "artifacts");

            migrationBuilder.DropTable(
                name: "job_errors");

            migrationBuilder.DropTable(
                name: "paused_job_kinds");

            migrationBuilder.DropTable(
                name: "recurring_jobs");

            migrationBuilder.DropTable(
                name: "jobs");
        }
    }
}
