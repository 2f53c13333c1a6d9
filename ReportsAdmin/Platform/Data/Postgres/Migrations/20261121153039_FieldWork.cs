using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ReportsAdmin.Platform.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SalesWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "batch_id",
                table: "visits",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "sheet_row",
                table: "visits",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "written_by",
                table: "visits",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "field_region",
                table: "users",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "in_field",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "territory",
                table: "users",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "zone",
                table: "users",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "batch_id",
                table: "stock_movements",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "sheet_row",
                table: "stock_movements",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "written_by",
                table: "stock_movements",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "batch_id",
                table: "products",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "sheet_row",
                table: "products",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "written_by",
                table: "products",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "batch_id",
                table: "party_balances",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "sheet_row",
                table: "party_balances",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "written_by",
                table: "party_balances",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "batch_id",
                table: "outlets",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "sheet_row",
                table: "outlets",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "written_by",
                table: "outlets",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "batch_id",
                table: "outlet_purchases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "sheet_row",
                table: "outlet_purchases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "written_by",
                table: "outlet_purchases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "batch_id",
                table: "distributors",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "sheet_row",
                table: "distributors",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "written_by",
                table: "distributors",
                type: "integer",
                nullable: false,
                defaultValue: 0);

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

            migrationBuilder.CreateIndex(
                name: "IX_visits_batch_id",
                table: "visits",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_users_territory",
                table: "users",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "IX_stock_movements_batch_id",
                table: "stock_movements",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_products_batch_id",
                table: "products",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_party_balances_batch_id",
                table: "party_balances",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_outlets_batch_id",
                table: "outlets",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_outlet_purchases_batch_id",
                table: "outlet_purchases",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_distributors_batch_id",
                table: "distributors",
                column: "batch_id");

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
                name: "IX_approvals_requested_by_id",
                table: "approvals",
                column: "requested_by_id");

            migrationBuilder.CreateIndex(
                name: "IX_approvals_state_requested_at",
                table: "approvals",
                columns: new[] { "state", "requested_at" });

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
                name: "IX_visit_targets_batch_id",
                table: "visit_targets",
                column: "batch_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activities");

            migrationBuilder.DropTable(
                name: "approvals");

            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropTable(
                name: "visit_targets");

            migrationBuilder.DropIndex(
                name: "IX_visits_batch_id",
                table: "visits");

            migrationBuilder.DropIndex(
                name: "IX_users_territory",
                table: "users");

            migrationBuilder.DropIndex(
                name: "IX_stock_movements_batch_id",
                table: "stock_movements");

            migrationBuilder.DropIndex(
                name: "IX_products_batch_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "IX_party_balances_batch_id",
                table: "party_balances");

            migrationBuilder.DropIndex(
                name: "IX_outlets_batch_id",
                table: "outlets");

            migrationBuilder.DropIndex(
                name: "IX_outlet_purchases_batch_id",
                table: "outlet_purchases");

            migrationBuilder.DropIndex(
                name: "IX_distributors_batch_id",
                table: "distributors");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "visits");

            migrationBuilder.DropColumn(
                name: "sheet_row",
                table: "visits");

            migrationBuilder.DropColumn(
                name: "written_by",
                table: "visits");

            migrationBuilder.DropColumn(
                name: "field_region",
                table: "users");

            migrationBuilder.DropColumn(
                name: "in_field",
                table: "users");

            migrationBuilder.DropColumn(
                name: "territory",
                table: "users");

            migrationBuilder.DropColumn(
                name: "zone",
                table: "users");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "sheet_row",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "written_by",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "products");

            migrationBuilder.DropColumn(
                name: "sheet_row",
                table: "products");

            migrationBuilder.DropColumn(
                name: "written_by",
                table: "products");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "party_balances");

            migrationBuilder.DropColumn(
                name: "sheet_row",
                table: "party_balances");

            migrationBuilder.DropColumn(
                name: "written_by",
                table: "party_balances");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "outlets");

            migrationBuilder.DropColumn(
                name: "sheet_row",
                table: "outlets");

            migrationBuilder.DropColumn(
                name: "written_by",
                table: "outlets");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "outlet_purchases");

            migrationBuilder.DropColumn(
                name: "sheet_row",
                table: "outlet_purchases");

            migrationBuilder.DropColumn(
                name: "written_by",
                table: "outlet_purchases");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "distributors");

            migrationBuilder.DropColumn(
                name: "sheet_row",
                table: "distributors");

            migrationBuilder.DropColumn(
                name: "written_by",
                table: "distributors");
        }
    }
}
