#!/usr/bin/env bash
# Checks the alert rules with Prometheus' own promtool. Where it is missing, it is taken from Debian's package
# without installing that, since the package starts a server.
set -euo pipefail
cd "$(dirname "$0")/.."
promtool=$(command -v promtool || true)
if [ -z "$promtool" ]; then
	directory=$(mktemp -d)
	trap 'rm -rf "$directory"' EXIT
	chmod 755 "$directory"
	apt-get update -qq
	(cd "$directory" && apt-get download -qq prometheus && dpkg-deb -x prometheus_*.deb .) 2> /dev/null
	promtool=$directory/usr/bin/promtool
fi
"$promtool" check rules docs/observability/prometheus-alerts.yaml
