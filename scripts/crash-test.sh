#!/usr/bin/env bash
# Kill processes and stop the database under load, at length: about 15 minutes. Brings its own PostgreSQL.
# One part only: scripts/crash-test.sh '#nothingAcknowledgedIsLostWhenTheProcessIsKilled'
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -ntp -pl zonitel-sms-spring-boot-autoconfigure test "-Dtest=CrashTests${1:-}" -Dcrash.long=true |
	grep --line-buffered -E '^(kill -9|two crashes|three instances|database stopped)|Tests run|ERROR|BUILD'
