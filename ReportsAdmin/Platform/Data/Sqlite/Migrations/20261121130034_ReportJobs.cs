using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReportsAdmin.Platform.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReportJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    request_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: true),
                    location = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_keys", x => new { x.user_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "report_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    job_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    report_type = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    parameters = table.Column<string>(type: "TEXT", nullable: false),
                    format = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    visibility = table.Column<short>(type: "INTEGER", nullable: false),
                    department_id = table.Column<int>(type: "INTEGER", nullable: true),
                    owner_id = table.Column<int>(type: "INTEGER", nullable: false),
                    scope = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    template_id = table.Column<int>(type: "INTEGER", nullable: true),
                    schedule_id = table.Column<int>(type: "INTEGER", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                name: "report_templates",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    report_type = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    parameters = table.Column<string>(type: "TEXT", nullable: false),
                    format = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    priority = table.Column<short>(type: "INTEGER", nullable: false),
                    visibility = table.Column<short>(type: "INTEGER", nullable: false),
                    department_id = table.Column<int>(type: "INTEGER", nullable: true),
                    owner_id = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_templates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reports_seen",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reports_seen", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "report_shares",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<int>(type: "INTEGER", nullable: false)
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
                name: "report_schedules",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    template_id = table.Column<int>(type: "INTEGER", nullable: false),
                    recurring_id = table.Column<int>(type: "INTEGER", nullable: false),
                    owner_id = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                name: "schedule_recipients",
                columns: table => new
                {
                    schedule_id = table.Column<int>(type: "INTEGER", nullable: false),
                    user_id = table.Column<int>(type: "INTEGER", nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_keys_created_at",
                table: "idempotency_keys",
                column: "created_at");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "report_shares");

            migrationBuilder.DropTable(
                name: "reports_seen");

            migrationBuilder.DropTable(
                name: "schedule_recipients");

            migrationBuilder.DropTable(
                name: "report_runs");

            migrationBuilder.DropTable(
                name: "report_schedules");

            migrationBuilder.DropTable(
                name: "report_templates");
        }
    }
}
