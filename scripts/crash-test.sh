#!/usr/bin/env bash
# Kill processes and stop the database under load, at length: 10 to 20 minutes. Brings its own PostgreSQL, and Debian's
# faketime, which sets the clocks of processes.
# One part only: scripts/crash-test.sh 'CrashTests#nothingAcknowledgedIsLostWhenTheProcessIsKilled'
set -euo pipefail
cd "$(dirname "$0")/.."
[ -e /usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1 ] \
	|| { apt-get update && apt-get install -y --no-install-recommends faketime; } > /dev/null
./mvnw -B -ntp -pl zonitel-sms-spring-boot-autoconfigure test "-Dtest=${1:-CrashTests,PostgreSqlJdbcSmsInboxTests#listenerThatFailsForTenMinutesHoldsUpNoOther}" -Dcrash.long=true |
	grep --line-buffered -E '^(kill -9|two crashes|three instances|database stopped|[0-9]+ connections|two of three|a listener)|Tests run|^.ERROR|BUILD'
