#!/usr/bin/env bash
# Measures whether the time to refuse a wrong secret tells how many of its leading characters are right.
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -ntp -q -pl zonitel-sms-spring-boot-autoconfigure test -Dtest=SecretTimingCheck
