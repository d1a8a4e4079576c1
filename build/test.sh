#!/usr/bin/env bash
# The one gate: restore, build, format, every test. Its last line is the count; arguments pick tests by part of their name.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

passed=0 failed=0 skipped=0

finish() {
    local line="$passed passed, $failed failed"
    [ "$skipped" = 0 ] || line="$line, $skipped skipped"
    echo "$line"
    # Nothing having run is no success: the name given may be misspelt.
    if [ "$failed" != 0 ] || [ "$passed" = 0 ]; then
        exit 1
    fi
    exit 0
}

# counter FILE NAME: a number from the run's summary.
counter() {
    sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

# Each failed test's name and the message that follows it.
failures() {
    awk '
        function plain(text) {
            gsub(/<[^>]*>/, "", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
            gsub(/&#x[AD];/, "", text); gsub(/&apos;/, "\047", text); gsub(/&amp;/, "\\&", text)
            return text
        }
        /<UnitTestResult / { failed = /outcome="Failed"/ }
        /<UnitTestResult / && failed { name = $0; sub(/.* testName="/, "", name); sub(/" .*/, "", name); print "FAILED " plain(name) }
        /<Message>/ { message = failed }
        message     { print "    " plain($0) }
        /<\/Message>/ { message = 0 }
    ' "$1"
}

# run PROJECT [FILTER...]: without a filter, a project in which nothing ran is a failure.
run() {
    local project=$1 trx tests executed fell=0 status=0
    trx="$results/$(basename "$project").trx"
    echo "== $(basename "$project")"
    dotnet test "$project" -c Release --no-build --nologo --results-directory "$results" \
        --logger "trx;LogFileName=$(basename "$trx")" "${@:2}" >"$results/output" 2>&1 || status=$?

    if [ -f "$trx" ]; then
        tests=$(counter "$trx" total) executed=$(counter "$trx" executed)
        passed=$((passed + $(counter "$trx" passed)))
        fell=$(counter "$trx" failed)
        skipped=$((skipped + tests - executed))
        failures "$trx"
    fi
    # A host that crashed, or never ran, has no failed test to show for it.
    if [ "$fell" = 0 ] && { [ "$status" != 0 ] || { [ ! -f "$trx" ] && [ $# = 1 ]; }; }; then
        cat "$results/output"
        fell=1
    fi
    failed=$((failed + fell))
}

filter=()
if [ $# -gt 0 ]; then
    names=("${@/#/FullyQualifiedName~}")
    filter=(--filter "$(IFS='|'; echo "${names[*]}")")
fi
results=$(mktemp -d)
trap 'wait; rm -rf "$results"' EXIT

need_dotnet
need_postgres
# While the build goes on. Where it cannot be installed, tests of the message bus are skipped and say why.
"$repo/build/rabbitmq.sh" install >"$results/rabbitmq" 2>&1 &
solution="$repo/CampaignEvents.sln"
if ! quietly dotnet restore "$solution" --locked-mode -v q \
    || ! quietly dotnet build "$solution" -c Release --no-restore --nologo -v q; then
    echo "The build failed."
    failed=1
    finish
fi
if ! quietly dotnet format "$solution" --verify-no-changes --no-restore; then
    echo "The format differs from .editorconfig: run dotnet format."
    failed=1
fi
wait
for project in "$repo"/tests/*Tests; do
    run "$project" "${filter[@]}"
done
finish
