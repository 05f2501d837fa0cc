#!/usr/bin/env bash
# Fuzzes the parser for 2.5 million executions, guided by coverage. A finding fails the run and is kept as an input.
set -euo pipefail
cd "$(dirname "$0")/.."
JAZZER_FUZZ=1 ./mvnw -B -ntp -pl zonitel-sms-spring-boot-autoconfigure -Pextended test -Dtest=SmsNotificationParserFuzzTests
