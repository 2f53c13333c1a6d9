using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReportsAdmin.Platform.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RequestsAndFaults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_stock_movements_distributor_id_day",
                table: "stock_movements");

            migrationBuilder.DropIndex(
                name: "IX_stock_movements_product_id_day",
                table: "stock_movements");

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

            migrationBuilder.AddColumn<int>(
                name: "entered_by_id",
                table: "approvals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_visits_at",
                table: "visits",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_by_distributor",
                table: "stock_movements",
                columns: new[] { "distributor_id", "day", "kind", "value_paise", "volume_milli", "product_id" });

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_by_product",
                table: "stock_movements",
                columns: new[] { "product_id", "day", "kind", "value_paise", "volume_milli", "distributor_id" });

            migrationBuilder.CreateIndex(
                name: "IX_approvals_entered_by_id",
                table: "approvals",
                column: "entered_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_visits_at",
                table: "visits");

            migrationBuilder.DropIndex(
                name: "IX_stock_movements_by_distributor",
                table: "stock_movements");

            migrationBuilder.DropIndex(
                name: "IX_stock_movements_by_product",
                table: "stock_movements");

            migrationBuilder.DropIndex(
                name: "IX_approvals_entered_by_id",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "fault",
                table: "form_runs");

            migrationBuilder.DropColumn(
                name: "entered_by_id",
                table: "approvals");

            migrationBuilder.AlterColumn<long>(
                name: "job_id",
                table: "form_runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_distributor_id_day",
                table: "stock_movements",
                columns: new[] { "distributor_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_product_id_day",
                table: "stock_movements",
                columns: new[] { "product_id", "day" });
        }
    }
}
