using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReportsAdmin.Platform.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AutomationFaults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "job_id",
                table: "form_runs",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "fault",
                table: "form_runs",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "fault",
                table: "form_runs");

            migrationBuilder.AlterColumn<long>(
                name: "job_id",
                table: "form_runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);
        }
    }
}
