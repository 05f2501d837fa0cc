package com.example.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the form of the documentation: its length, its links, and the names it uses.
 */
class DocumentationTests {

	private static final Pattern LINK = Pattern.compile("]\\(((?!https?:)[^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern CODE = Pattern.compile("`([^`\\s]+)`");

	private static final Pattern DEPENDENCY = Pattern.compile(
			"<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
			Pattern.DOTALL);

	@Test
	void readmeIsForSomebodyWhoHasAMinute() {
		assertThat(Document.readme().lines()).hasSizeLessThanOrEqualTo(130);
	}

	@Test
	void linesAreShort() {
		for (Document document : Document.all()) {
			assertThat(document.lines()).as(document.toString())
				.filteredOn((line) -> !line.startsWith("|"))
				.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(120));
		}
	}

	@Test
	void linksLeadSomewhere() {
		for (Document document : Document.withPagesForContributors()) {
			for (MatchResult link : LINK.matcher(document.prose()).results().toList()) {
				Path target = link.group(1).isEmpty() ? document.file() : document.file().resolveSibling(link.group(1));
				assertThat(target).as(document + " links to " + link.group()).exists();
				if (link.group(2) != null) {
					assertThat(Document.read(target).anchors()).as(document + " links to " + link.group())
						.contains(link.group(2));
				}
			}
		}
	}

	@Test
	void firstPageLeadsToAllOthers() {
		Document first = Document.read(Path.of("../docs/README.md"));
		Set<String> linked = LINK.matcher(first.prose())
			.results()
			.map((link) -> link.group(1))
			.collect(Collectors.toSet());
		for (Document document : Document.withPagesForContributors()) {
			if (!document.file().equals(first.file())) {
				assertThat(linked).contains(first.file().getParent().relativize(document.file()).toString());
			}
		}
	}

	@Test
	void namesInTextAreThoseOfPropertiesOrMetrics() throws IOException {
		Set<String> known = new HashSet<>(Properties.names());
		CODE.matcher(Files.readString(Path.of("../docs/observability.md")))
			.results()
			.map((name) -> name.group(1))
			.forEach(known::add);
		// files of a configtree and of the sample's tests
		for (Document document : Document.withPagesForContributors()) {
			for (MatchResult name : CODE.matcher(document.prose()).results().toList()) {
				String text = name.group(1).replaceAll("(=.*|\\[\\d+]|…)$", "");
				if (text.startsWith("zonitel.") && !text.endsWith(".*") && !text.endsWith(".jsonl")) {
					assertThat(known).as(document + " names " + text)
						.anyMatch(
								(property) -> property.equals(text) || text.endsWith(".") && property.startsWith(text));
				}
			}
		}
	}

	@Test
	void readmeNamesEveryDependencyOfTheStarter() throws IOException {
		Set<String> expected = new HashSet<>();
		for (String module : List.of("starter", "autoconfigure")) {
			String pom = Files.readString(Path.of("../zonitel-sms-spring-boot-" + module + "/pom.xml"));
			DEPENDENCY.matcher(pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>")))
				.results()
				.filter((dependency) -> !dependency.group(3).matches("(?s).*<(optional|scope)>.*"))
				.filter((dependency) -> module.equals("starter") || !isOfSpringBoot(dependency.group(1)))
				.filter((dependency) -> !dependency.group(1).equals("com.zonitel"))
				.map((dependency) -> dependency.group(2))
				.forEach(expected::add);
		}
		assertThat(expected).contains("spring-boot-starter-restclient");
		List<String> rows = Document.readme().lines().stream().filter((line) -> line.startsWith("| `")).toList();
		assertThat(rows).hasSameSizeAs(expected);
		assertThat(expected).allSatisfy((name) -> assertThat(rows).anyMatch((row) -> row.contains(name + "`")));
	}

	// what spring-boot-starter-restclient brings
	private static boolean isOfSpringBoot(String group) {
		return group.startsWith("org.springframework") || group.contains("jackson") || group.equals("commons-logging")
				|| group.equals("org.slf4j");
	}

}
