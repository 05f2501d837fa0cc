package com.example.docs;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the list of supported types: what the documentation has you use is in it, and
 * so is what these types are used with.
 */
class SupportedTypesTests {

	private static final String EVENTS = "com.zonitel.sms";

	private static final String TESTING = "com.zonitel.sms.test";

	private static final Path SOURCES = Path.of("../zonitel-sms-spring-boot-autoconfigure/src/main/java");

	private static final Pattern ROW = Pattern.compile("\\| `(com\\.zonitel[\\w.]+)` \\| (.+) \\|");

	private static final Pattern NAME = Pattern.compile("`(\\w+)`");

	private static final Pattern IMPORT = Pattern.compile("import (com\\.zonitel[\\w.]*)\\.(\\w+);?\n");

	private static final Pattern LINK = Pattern.compile("\\{@link (\\w+)\\}");

	@Test
	void documentationUsesSupportedTypesOnly() {
		assertThat(Document.blocks("java", "kotlin")).allSatisfy((block) -> {
			Matcher imports = IMPORT.matcher(block.code());
			while (imports.find()) {
				assertThat(isSupported(imports.group(1), imports.group(2))).as(block + ": " + imports.group()).isTrue();
			}
		});
	}

	@ParameterizedTest
	@MethodSource
	void signaturesHoldSupportedTypesOnly(Class<?> type) {
		Stream<Executable> members = Stream.concat(Arrays.stream(type.getDeclaredMethods()),
				Arrays.stream(type.getDeclaredConstructors()));
		assertThat(members.filter((member) -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic()))
			.allSatisfy((member) -> {
				Class<?> returned = (member instanceof Method method) ? method.getReturnType() : type;
				Stream<Class<?>> used = Stream.concat(Arrays.stream(member.getParameterTypes()), Stream.of(returned));
				assertThat(used.filter((it) -> it.getName().startsWith(EVENTS)))
					.allMatch((it) -> isSupported(it.getPackageName(), outermost(it).getSimpleName()));
			});
	}

	static Stream<Class<?>> signaturesHoldSupportedTypesOnly() {
		return supported().entrySet()
			.stream()
			.flatMap((row) -> row.getValue()
				.stream()
				// needs Reactor, which hosts of this module do without
				.filter((name) -> !name.equals("SmsWebhookExchangeMatcher"))
				.map((name) -> ClassUtils.resolveClassName(row.getKey() + "." + name, null)));
	}

	@Test
	void packagesTellTheSame() throws IOException {
		Map<String, List<String>> supported = supported();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			assertThat(files.filter((file) -> file.endsWith("package-info.java"))).allSatisfy((file) -> {
				String name = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
				String text = Files.readString(file);
				if (supported.containsKey(name)) {
					assertThat(LINK.matcher(text).results().map((link) -> link.group(1)).sorted())
						.isEqualTo(supported.get(name));
				}
				else if (!name.equals(EVENTS)) {
					assertThat(text).contains("* Internal: ");
				}
			});
		}
	}

	private static boolean isSupported(String packageName, String type) {
		return packageName.equals(EVENTS) || packageName.equals(TESTING)
				|| supported().getOrDefault(packageName, List.of()).contains(type);
	}

	private static Class<?> outermost(Class<?> type) {
		Class<?> declaring = type.getDeclaringClass();
		return (declaring != null) ? outermost(declaring) : type;
	}

	private static Map<String, List<String>> supported() {
		String page = Document.read(Path.of("../docs/listeners.md")).prose();
		Map<String, List<String>> supported = new TreeMap<>();
		ROW.matcher(page.substring(page.indexOf("## Supported types"))).results().forEach((row) -> {
			List<String> names = NAME.matcher(row.group(2)).results().map((name) -> name.group(1)).sorted().toList();
			if (!names.isEmpty()) {
				supported.put(row.group(1), names);
			}
		});
		return supported;
	}

}
