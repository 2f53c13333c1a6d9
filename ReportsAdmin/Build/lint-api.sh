#!/usr/bin/env bash
# Lints the checked-in API document, or the one at an address given as argument (http://localhost:5000/openapi/v1.json), with Spectral
# and Redocly. Fetches both from the npm registry, so it is not part of CI; the rules that matter most are tests (ContractRulesTests).
set -euo pipefail
cd "$(dirname "$0")/../Docs/api"
document=openapi.json
if [ $# -gt 0 ]; then
  document=$(mktemp --suffix=.json)
  trap 'rm -f "$document"' EXIT
  curl -fsS "$1" -o "$document"
fi

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
npx --yes --package @stoplight/spectral-cli spectral lint --ruleset .spectral.yaml --fail-severity warn "$document"
npx --yes --package @redocly/cli redocly lint --config redocly.yaml "$document"
