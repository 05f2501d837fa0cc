#!/usr/bin/env bash
# Kill processes and stop the database under load, at length: about 30 minutes. Brings its own PostgreSQL.
# One part only: scripts/crash-test.sh 'CrashTests#nothingAcknowledgedIsLostWhenTheProcessIsKilled'
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -ntp -pl zonitel-sms-spring-boot-autoconfigure test "-Dtest=${1:-CrashTests,PostgreSqlJdbcSmsInboxTests#listenerThatFailsForTenMinutesHoldsUpNoOther}" -Dcrash.long=true |
	grep --line-buffered -E '^(kill -9|two crashes|three instances|database stopped|[0-9]+ connections|two of three|a listener)|Tests run|^.ERROR|BUILD'
