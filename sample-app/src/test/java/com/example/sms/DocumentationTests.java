package com.example.sms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documentation: its Java examples are files of this sample, word for word.
 */
class DocumentationTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

	private static final Pattern TEST_CLASS = Pattern.compile("\\bclass (\\w+Tests)\\b");

	@Test
	void examplesAreThisSamplesTests() throws Exception {
		List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "testing.md")))
			.results()
			.map((result) -> result.group(1))
			.toList();
		assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
		for (String example : examples) {
			assertExample(example);
		}
	}

	@Test
	void testsInTheReadmeAreThisSamplesTests() throws Exception {
		for (MatchResult result : EXAMPLE.matcher(Files.readString(Path.of("..", "README.md"))).results().toList()) {
			if (TEST_CLASS.matcher(result.group(1)).find()) {
				assertExample(result.group(1));
			}
		}
	}

	private static void assertExample(String example) throws Exception {
		Matcher name = TEST_CLASS.matcher(example);
		assertThat(name.find()).as(example).isTrue();
		assertThat(Path.of("src/test/java/com/example/sms", name.group(1) + ".java")).content().contains(example);
	}

}
