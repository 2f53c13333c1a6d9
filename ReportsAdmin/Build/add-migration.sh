#!/usr/bin/env bash
# Makes one migration for each database: ReportsAdmin/Build/add-migration.sh NAME   (Decisions/0005-migrations.md)
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet tool restore
for provider in Sqlite Postgres; do
  dotnet ef migrations add "$1" --project ReportsAdmin --startup-project ReportsAdmin.Tests --context "${provider}ReportsDb" --output-dir "Platform/Data/$provider/Migrations"
done
