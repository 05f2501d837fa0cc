package com.zonitel.sms.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the table of properties in {@code docs/properties.md}, and for the metadata
 * behind it.
 */
class ReadmeTests {

	private static final Path PAGE = Path.of("../docs/properties.md");

	private static final String BEGIN = "rewritten with -Dreadme.update=true -->\n";

	private static final String END = "<!-- /properties -->";

	private static final JsonNode METADATA = readMetadata();

	@Test
	void pageListsTheProperties() throws IOException {
		String page = Files.readString(PAGE);
		String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + table() + "\n\n"
				+ page.substring(page.indexOf(END));
		if (Boolean.getBoolean("readme.update")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(Files.readString(PAGE)).isEqualTo(expected);
	}

	@Test
	void everyPropertyHasADescriptionATypeAndADefaultWhereThereIsOne() {
		for (JsonNode property : METADATA.path("properties")) {
			String name = property.path("name").stringValue();
			assertThat(property.path("type").isString()).as("type of " + name).isTrue();
			assertThat(property.path("description").asString()).as("description of " + name)
				.endsWith(".")
				.doesNotContain("{@", "<");
			boolean optional = property.path("type")
				.stringValue()
				.matches(
						"java.lang.(String|Integer)|java.net.URI|java.nio.file.Path|java.util.List.*|com.zonitel.sms.autoconfigure.Secret");
			assertThat(optional || property.has("defaultValue")).as("default of " + name).isTrue();
		}
	}

	@Test
	void everyEnumerationHasAHintForEachOfItsValues() throws ClassNotFoundException {
		for (JsonNode property : METADATA.path("properties")) {
			String type = property.path("type").stringValue();
			if (type.startsWith("com.zonitel.") && Class.forName(type).isEnum()) {
				String[] expected = Arrays.stream(Class.forName(type).getEnumConstants())
					.map((value) -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
					.toArray(String[]::new);
				assertThat(hints(property.path("name").stringValue())).as(type).containsExactlyInAnyOrder(expected);
			}
		}
	}

	private static List<String> hints(String name) {
		return METADATA.path("hints")
			.valueStream()
			.filter((hint) -> hint.path("name").stringValue().equals(name))
			.flatMap((hint) -> hint.path("values").valueStream())
			.map((value) -> value.path("value").asString())
			.toList();
	}

	private static String table() {
		return METADATA.path("properties")
			.valueStream()
			.sorted(Comparator.comparing((property) -> property.path("name").stringValue()))
			.map((property) -> "| `%s` | %s | %s |".formatted(property.path("name").stringValue(),
					defaultValue(property.path("defaultValue")), property.path("description").stringValue()))
			.collect(Collectors.joining("\n", "| Property | Default | Description |\n|---|---|---|\n", ""));
	}

	private static String defaultValue(JsonNode value) {
		return value.isMissingNode() ? "" : "`" + value.asString() + "`";
	}

	private static JsonNode readMetadata() {
		try {
			return new JsonMapper()
				.readTree(Files.readAllBytes(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
