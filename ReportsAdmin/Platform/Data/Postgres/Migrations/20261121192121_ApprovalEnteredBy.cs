using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReportsAdmin.Platform.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ApprovalEnteredBy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "entered_by_id",
                table: "approvals",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_approvals_entered_by_id",
                table: "approvals",
                column: "entered_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_approvals_entered_by_id",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "entered_by_id",
                table: "approvals");
        }
    }
}
