#!/usr/bin/env bash
# Builds a release twice from a clone of the last commit, into two local directories, signed with a key made for it:
# checks that both are the same to the bit and that they meet the rules of a central repository, and builds an
# application outside the reactor from the first of them alone. Nothing leaves the machine.
# Usage: scripts/release-check.sh [version]
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:-$(sed -n 's:.*<revision>\(.*\)-SNAPSHOT</revision>.*:\1:p' pom.xml)}
url=https://example.com/zonitel-sms-spring-boot-starter
poms=(zonitel-sms-bom)
jars=(zonitel-sms-spring-boot-autoconfigure zonitel-sms-spring-boot-starter zonitel-sms-spring-boot-test)
work=$(mktemp -d)
export GNUPGHOME=$work/gnupg
trap 'gpgconf --kill all; rm -rf "$work"' EXIT
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'Release check <release-check@example.com>' default sign never 2> "$work/log" \
	|| { cat "$work/log"; exit 1; }

faults=0
fault() {
	echo "FAULT: $*"
	faults=$((faults + 1))
}

build() {
	git clone --quiet . "$work/$1"
	(cd "$work/$1" && ./mvnw -B -ntp -Prelease deploy -Dmaven.test.skip -Dmdep.analyze.skip "-Drevision=$version" \
		"-Drepository.url=$url" "-DaltDeploymentRepository=bundle::file://$work/$1-bundle" \
		-pl "$(IFS=,; echo "${poms[*]},${jars[*]}")" -am) > "$work/log" 2>&1 \
		|| { grep -E 'ERROR|WARNING' "$work/log" | head -n 60; exit 1; }
}

# each released file, with the path below the bundle
files() {
	(cd "$1" && find . -type f ! -name '*.asc*' ! -name 'maven-metadata*' ! -name '*.md5' ! -name '*.sha*' | sort)
}

check_file() {
	local file=$1 sum
	for sum in md5 sha1; do
		[ -f "$file.$sum" ] || fault "$(basename "$file") has no $sum"
	done
	[ ! -f "$file.sha1" ] || [ "$(cut -c 1-40 "$file.sha1")" = "$(sha1sum "$file" | cut -c 1-40)" ] || fault "$(basename "$file"): its sha1 is another file's"
	gpg --batch --quiet --verify "$file.asc" "$file" 2> /dev/null || fault "$(basename "$file") is not signed"
}

check_pom() {
	local pom=$1 name element
	name=$(basename "$pom")
	for element in name description url licenses developers scm issueManagement; do
		grep -qE "<$element[ >]" "$pom" || fault "$name lacks $element"
	done
	for element in parent repositories pluginRepositories build; do
		! grep -q "<$element>" "$pom" || fault "$name has a $element"
	done
	! grep -qE 'SNAPSHOT|<scope>(test|system)|<systemPath>' "$pom" || fault "$name depends on a snapshot, a file or what tests need"
	! grep -vF -e '${project.version}' -e '${db-scheduler.version}' "$pom" | grep -qF '${' || fault "$name has a property that is not resolved"
	! grep -qE 'io\.netty|junit|assertj-core|mockito' <(grep -v '<optional>' "$pom" | grep -A 4 'dependencyManagement') || fault "$name manages what is the host's"
	! grep -q 'io.netty' "$pom" || fault "$name names Netty"
}

check_jar() {
	local base=$1 name entry attribute jar
	name=$(basename "$base")
	for jar in "$base.jar" "$base-sources.jar" "$base-javadoc.jar"; do
		[ -f "$jar" ] || fault "$(basename "$jar") is missing"
	done
	for jar in "$base.jar" "$base-sources.jar"; do
		for entry in META-INF/LICENSE META-INF/NOTICE; do
			unzip -l "$jar" "$entry" > /dev/null || fault "$(basename "$jar") lacks $entry"
		done
	done
	for attribute in Automatic-Module-Name Implementation-Title "Implementation-Version: $version"; do
		unzip -p "$base.jar" META-INF/MANIFEST.MF | grep -q "^$attribute" || fault "$name.jar lacks $attribute"
	done
	[ -f "$base-cyclonedx.json" ] || fault "$name has no bill of materials"
}

echo "== builds $version twice"
build first
build second
bundle=$work/first-bundle

echo "== compares the two"
diff <(files "$bundle") <(files "$work/second-bundle") || fault "the builds have different files"
while read -r file; do
	cmp -s "$bundle/$file" "$work/second-bundle/$file" || fault "$file differs between two builds"
done < <(files "$bundle")

echo "== checks the rules of a central repository"
case $version in *-SNAPSHOT) fault "$version is a snapshot" ;; esac
for module in "${poms[@]}" "${jars[@]}"; do
	base=$bundle/com/zonitel/$module/$version/$module-$version
	[ -f "$base.pom" ] && check_pom "$base.pom" || fault "$module has no POM"
	case " ${jars[*]} " in *" $module "*) check_jar "$base" ;; esac
done
while read -r file; do
	check_file "$bundle/$file"
done < <(files "$bundle")
db_scheduler() {
	sed -n 's:.*<db-scheduler.version>\(.*\)</db-scheduler.version>.*:\1:p' "$1"
}
[ "$(db_scheduler pom.xml)" = "$(db_scheduler zonitel-sms-bom/pom.xml)" ] || fault "the BOM has another db-scheduler than the build"
expected=$(printf '%s\n' "${poms[@]}" "${jars[@]}" | sort)
[ "$(ls "$bundle/com/zonitel" | sort)" = "$expected" ] || fault "the bundle holds other modules: $(ls "$bundle/com/zonitel")"

echo "== builds an application outside the reactor"
cp -r scripts/release-host "$work/host"
# what is not ours may come from the local repository; ours is never in it
(cd "$work/first" && ./mvnw -B -ntp -f "$work/host/pom.xml" verify "-Dbundle.url=file://$bundle" "-Dzonitel-sms.version=$version" \
	"-Dmaven.repo.local=$work/repository" "-Dmaven.repo.local.tail=${HOME}/.m2/repository" -Dmaven.repo.local.tail.ignoreAvailability=true) \
	> "$work/log" 2>&1 || { tail -n 40 "$work/log"; fault "the application does not build"; }
grep -E '^\[INFO\] Tests run:.*[0-9]$' "$work/log" || true

[ "$faults" -eq 0 ] || { echo "$faults fault(s)"; exit 1; }
echo "$(files "$bundle" | wc -l) files of $version: reproducible, signed, complete, and enough for an application"
