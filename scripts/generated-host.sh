#!/usr/bin/env bash
# Shows that neither the tests of an application as it is generated nor a second deployment take production's SMS away.
# The application has the starter alone and production's properties in its environment; the simulator plays Zonitel.
# Usage: scripts/generated-host.sh, after ./mvnw package
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
started=()
trap '[ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2> /dev/null || true; rm -rf "$work"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
api_port=8093
production_port=8094
laptop_port=8095
secret=production-secret-0123456789abcdef
version=$(sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' pom.xml | head -n 1)

fail() {
	echo "FAILED: $1"
	tail -n 40 "$2"
	exit 1
}

await() {
	local seconds=$1 text=$2 log=$3
	while ! grep -qF -- "$text" "$log"; do
		seconds=$((seconds - 1))
		[ "$seconds" -gt 0 ] || fail "not seen: $text" "$log"
		sleep 1
	done
}

puts() {
	grep -c 'PUT /api/v3/integrations/sms/webhooks' "$work/simulator" || true
}

start() {
	: > "$2"
	"$java" -XX:TieredStopAtLevel=1 -cp "$work/host/target/classes:$(cat "$work/classpath")" com.example.demo.DemoApplication \
		"--server.port=$1" > "$2" 2>&1 &
	started+=("$!")
}

"$java" -jar zonitel-sms-spring-boot-test/target/*-simulator.jar --port=$api_port > "$work/simulator" 2>&1 &
started+=("$!")
await 60 "curl http://localhost:$api_port/simulator" "$work/simulator"

export ZONITEL_CLIENT_ID=00000000-0000-4000-8000-000000000000 ZONITEL_ACCESS_TOKEN=simulator-access-token
export ZONITEL_SMS_WEBHOOK_SECRETS=$secret ZONITEL_SMS_WEBHOOK_PUBLIC_BASE_URL=https://sms.example.com

echo "== contextLoads with production's properties"
cp -r scripts/generated-host "$work/host"
./mvnw -B -ntp -q deploy -DskipTests -Dmdep.analyze.skip "-DaltDeploymentRepository=bundle::file://$work/bundle" \
	-pl zonitel-sms-spring-boot-starter,zonitel-sms-spring-boot-autoconfigure > "$work/log" 2>&1 || fail "deploy" "$work/log"
# an API that is not on this machine, reached through a proxy that is
ZONITEL_API_BASE_URL=http://10.0.0.1 ./mvnw -B -ntp -f "$work/host/pom.xml" package \
	org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath "-Dmdep.outputFile=$work/classpath" \
	"-DargLine=-Dhttp.proxyHost=localhost -Dhttp.proxyPort=$api_port" "-Dbundle.url=file://$work/bundle" \
	"-Dzonitel-sms.version=$version" "-Dmaven.repo.local=$work/repository" \
	"-Dmaven.repo.local.tail=${HOME}/.m2/repository" -Dmaven.repo.local.tail.ignoreAvailability=true > "$work/log" 2>&1 \
	|| fail "contextLoads" "$work/log"
grep -E '^\[INFO\] Tests run:.*[0-9]$' "$work/log"
[ "$(puts)" = 0 ] || fail "the test has registered" "$work/simulator"

echo "== production"
export ZONITEL_API_BASE_URL=http://localhost:$api_port ZONITEL_SMS_WEBHOOK_PUBLIC_BASE_URL=http://localhost:$production_port
start $production_port "$work/production"
await 60 "SMS webhook is registered at Zonitel" "$work/production"
grep -o 'SMS webhook is registered.*' "$work/production"
[ "$(puts)" = 1 ] || fail "production has not registered once" "$work/simulator"

echo "== a laptop with production's properties and another secret"
ZONITEL_SMS_WEBHOOK_SECRETS=laptop-secret-0123456789abcdef012 start $laptop_port "$work/laptop"
await 60 " ERROR " "$work/laptop"
# the next attempts
sleep 10
grep -o ' ERROR .*' "$work/laptop"
[ "$(grep -c ' ERROR ' "$work/laptop")" = 1 ] || fail "more than one ERROR" "$work/laptop"
[ "$(puts)" = 1 ] || fail "the laptop has registered" "$work/simulator"
curl -fsS "localhost:$api_port/simulator/inbound" -d '{"text":"Hello"}' > "$work/delivery"
grep -q 200 "$work/delivery" || fail "production does not receive" "$work/delivery"
echo "calls that wrote: $(puts), by production; what the simulator sends next is acknowledged: $(cat "$work/delivery")"
