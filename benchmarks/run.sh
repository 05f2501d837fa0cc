#!/usr/bin/env bash
# Run the benchmarks and print their tables: benchmarks/run.sh [webhook|inbox|stages|growth|startup|stress]..., all without
# an argument. About 45 minutes on an idle machine. Options for the JVM in BENCHMARK_OPTS, e.g. -Dbenchmark.rounds=3, or
# -Dbenchmark.parts=handled,latency for a part of the inbox.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v wrk > /dev/null || { apt-get update && apt-get install -y wrk; } > /dev/null
newest_jdk=$(ls -d /usr/lib/jvm/*/ 2> /dev/null | while read -r home; do
	[ -x "$home/bin/javac" ] && echo "$("$home/bin/javac" -version 2>&1 | grep -oE '[0-9]+' | head -n 1) $home"
done | sort -n | tail -n 1 | cut -d ' ' -f 2)
export JAVA_HOME=${newest_jdk:-$JAVA_HOME}
java=$JAVA_HOME/bin/java
./mvnw -B -ntp -q -Pbenchmarks -pl benchmarks -am package -DskipTests \
	org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.outputFile=target/classpath
classpath=$(ls benchmarks/target/zonitel-sms-benchmarks-*.jar):$(cat benchmarks/target/classpath)

measure() {
	# shellcheck disable=SC2086
	"$java" -Xms256m -Xmx"${heap:-512m}" ${BENCHMARK_OPTS:-} -cp "$classpath" "$@" 2> /dev/null | grep --line-buffered -vE '^[0-9TZ:.+-]+ +(\[|WARN)'
}

webhook() {
	for server in tomcat tomcat-virtual netty; do
		measure com.zonitel.sms.benchmarks.WebhookBenchmark "$server"
	done
}

inbox() {
	measure -Dbenchmark.history=1000000 -Dbenchmark.backlog=1000000 com.zonitel.sms.inbox.jdbc.InboxBenchmark
}

stages() {
	measure org.openjdk.jmh.Main StageBenchmarks -prof gc | sed -n '/^Benchmark/,$p'
}

growth() {
	measure org.openjdk.jmh.Main GrowthBenchmarks -prof gc | sed -n '/^Benchmark/,$p'
}

startup() {
	measure com.zonitel.sms.benchmarks.StartupBenchmark "$classpath"
}

stress() {
	heap=256m measure com.zonitel.sms.benchmarks.StressBenchmark
}

echo "$(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(uname -sr), $("$java" -version 2>&1 | sed -n 2p)"
for part in "${@:-webhook inbox stages growth startup stress}"; do
	for name in $part; do
		"$name"
	done
done
