#!/usr/bin/env bash
# Attack hosts with 64 MB of heap with 1,000 slow clients and 200 endless bodies at once, on each server, or on
# those whose name begins with the argument, such as "tomcat, virtual": about 4 minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
ulimit -n 16384
newest_jdk=$(ls -d /usr/lib/jvm/*/ 2> /dev/null | while read -r home; do
	[ -x "$home/bin/javac" ] && echo "$("$home/bin/javac" -version 2>&1 | grep -oE '[0-9]+' | head -n 1) $home"
done | sort -n | tail -n 1 | cut -d ' ' -f 2)
export JAVA_HOME=${newest_jdk:-$JAVA_HOME}
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
./mvnw -B -ntp -q -pl zonitel-sms-spring-boot-autoconfigure test-compile \
	org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath "-Dmdep.outputFile=$classpath"
cd zonitel-sms-spring-boot-autoconfigure
"$JAVA_HOME/bin/java" -Xmx256m -cp "target/test-classes:target/classes:$(cat "$classpath")" com.zonitel.sms.webhook.HostileClients "$@"
