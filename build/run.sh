#!/usr/bin/env bash
# Starts the server; with arguments, runs one of its commands instead.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

need_dotnet
need_postgres
quietly dotnet build "$repo/src/CampaignEvents.Api" -c Release --nologo -v q || fail "The build failed."

export CAMPAIGN_EVENTS_DATA=${CAMPAIGN_EVENTS_DATA:-$repo/.data}
export ASPNETCORE_URLS=${ASPNETCORE_URLS:-http://127.0.0.1:5080}
exec dotnet "$repo/src/CampaignEvents.Api/bin/Release/net10.0/CampaignEvents.Api.dll" "$@"
