using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReportsAdmin.Platform.Data.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<string>(
                name: "fault",
                table: "form_runs",
                type: "TEXT",
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);
        }
    }
}
