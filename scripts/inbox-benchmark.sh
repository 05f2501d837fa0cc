#!/usr/bin/env bash
# Measure the jdbc inbox on a PostgreSQL of its own with durable commits, beside one INSERT for each request.
# Options go to the JVM: -Dbenchmark.rounds=3 -Dbenchmark.seconds=10 -Dbenchmark.backlog=true
set -euo pipefail
cd "$(dirname "$0")/.."
command -v wrk > /dev/null || apt-get install -y wrk > /dev/null
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
./mvnw -B -ntp -q -pl zonitel-sms-spring-boot-autoconfigure test-compile \
	org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath "-Dmdep.outputFile=$classpath"
cd zonitel-sms-spring-boot-autoconfigure
java -Xmx512m "$@" -cp "target/test-classes:target/classes:$(cat "$classpath")" \
	com.zonitel.sms.inbox.jdbc.InboxBenchmark 2> /dev/null | grep --line-buffered -vE '^[0-9:.]+ \['
