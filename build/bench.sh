#!/usr/bin/env bash
# Runs the benchmarks, or the one that is named.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

need_dotnet
need_postgres
need_wrk
quietly dotnet build "$repo/tests/CampaignEvents.Benchmarks" -c Release --nologo -v q || fail "The build failed."

exec dotnet "$repo/tests/CampaignEvents.Benchmarks/bin/Release/net10.0/CampaignEvents.Benchmarks.dll" "$@"
