package com.example.sms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documentation: its Java examples are files of this sample, word for word.
 */
class DocumentationTests {

	private static final Path DIRECTORY = Path.of("src/test/java/com/example/sms");

	private static final Path RECIPES = Path.of("src/test/java/com/example/listeners");

	private static final Pattern EXAMPLE = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

	private static final Pattern CLASS = Pattern.compile("\\bclass (\\w+)\\b");

	private static final Pattern TEST_CLASS = Pattern.compile("\\bclass (\\w+Tests)\\b");

	@Test
	void examplesAreThisSamplesTests() throws Exception {
		List<String> examples = examples("docs/testing.md");
		assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
		for (String example : examples) {
			assertExample(example);
		}
	}

	@Test
	void recipesForListenersAreThisSamplesClasses() throws Exception {
		List<String> examples = examples("docs/listeners.md");
		assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
		for (String example : examples) {
			Matcher name = CLASS.matcher(example);
			assertThat(name.find()).as(example).isTrue();
			assertThat(RECIPES.resolve(name.group(1) + ".java")).content().contains(example);
		}
	}

	@Test
	void testsInTheReadmeAreThisSamplesTests() throws Exception {
		List<String> tests = examples("README.md").stream()
			.filter((example) -> TEST_CLASS.matcher(example).find())
			.toList();
		assertThat(tests).isNotEmpty();
		for (String test : tests) {
			assertExample(test);
			assertThat(test.lines()).as("a first test").hasSizeLessThan(15);
		}
	}

	private static List<String> examples(String document) throws Exception {
		return EXAMPLE.matcher(Files.readString(Path.of("..", document)))
			.results()
			.map((result) -> result.group(1))
			.toList();
	}

	private static void assertExample(String example) throws Exception {
		Matcher name = TEST_CLASS.matcher(example);
		assertThat(name.find()).as(example).isTrue();
		assertThat(DIRECTORY.resolve(name.group(1) + ".java")).content().contains(example);
	}

}
