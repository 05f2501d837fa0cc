package com.example.docs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.docs.Document.Block;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.test.ZonitelSimulator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the configuration that the documentation shows: applications start with it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationBlocksTests {

	private static final List<String> OF_APPLICATIONS = List.of("zonitel", "spring", "management", "media");

	@TempDir
	Path directory;

	@Test
	void readmeStartsAsItIsAndRegisters() throws Exception {
		Map<String, String> exported = exported(Document.readme().blocks());
		try (ZonitelSimulator simulator = ZonitelSimulator.start(0, exported.get("ZONITEL_CLIENT_ID"),
				exported.get("ZONITEL_ACCESS_TOKEN"));
				ConfigurableApplicationContext context = DocumentedHost.start(properties(readmeYaml()), exported,
						// nobody out there is called
						"--zonitel.api.base-url=" + simulator.baseUrl(), "--zonitel.sms.registration.probe=off")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(simulator.registeredUrl())
					.isEqualTo("https://sms.example.com/webhooks/zonitel/sms?token="
							+ exported.get("ZONITEL_SMS_WEBHOOK_SECRETS")));
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void readmeRegistersAtTheSimulatorWithTheVariablesForThat() throws Exception {
		Map<String, String> exported = exported(
				Document.blocks("shell").filter((block) -> block.code().contains("mvn spring-boot:run")).toList());
		try (ZonitelSimulator simulator = ZonitelSimulator.start()) {
			assertThat(exported.put("ZONITEL_API_BASEURL", simulator.baseUrl().toString()))
				.isEqualTo("http://localhost:8090");
			try (ConfigurableApplicationContext context = DocumentedHost.start(properties(readmeYaml()), exported,
					// the port is another one
					"--zonitel.sms.registration.probe=off")) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(simulator.registeredUrl())
						.isEqualTo("http://localhost:8080/webhooks/zonitel/sms?token="
								+ exported.get("ZONITEL_SMS_WEBHOOK_SECRETS")));
				assertThat(context.isActive()).isTrue();
			}
		}
	}

	@Test
	void readmeWithoutItsVariablesSaysWhichToSet(CapturedOutput output) throws Exception {
		Map<String, Object> properties = properties(readmeYaml());
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> DocumentedHost.start(properties, Map.of()).close());
		assertThat(output).contains("APPLICATION FAILED TO START", "refers to '${ZONITEL_");
	}

	private static Block readmeYaml() {
		return Document.readme()
			.blocks()
			.stream()
			.filter((block) -> block.language().equals("yaml"))
			.findFirst()
			.orElseThrow();
	}

	// what the blocks export, by a shell
	private static Map<String, String> exported(List<Block> blocks) throws IOException {
		String script = blocks.stream()
			.flatMap((block) -> block.code().lines())
			.filter((line) -> line.startsWith("export "))
			.collect(Collectors.joining("\n", "", "\n"));
		Process shell = new ProcessBuilder("bash", "-ec", script + "env").start();
		Map<String, String> exported = new HashMap<>();
		new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.filter((line) -> line.startsWith("ZONITEL_"))
			.forEach((line) -> exported.put(line.substring(0, line.indexOf('=')),
					line.substring(line.indexOf('=') + 1)));
		assertThat(exported).hasSizeGreaterThanOrEqualTo(3);
		return exported;
	}

	@ParameterizedTest
	@MethodSource
	void applicationStartsWith(Block block) throws IOException {
		Map<String, Object> properties = properties(block);
		assertThat(properties.keySet()).filteredOn((name) -> !name.startsWith("media."))
			.allSatisfy((name) -> assertThat(Properties.names())
				.anyMatch((known) -> name.equals(known) || name.startsWith(known + ".")));
		try (ConfigurableApplicationContext context = DocumentedHost.start(properties, variables(),
				"--zonitel.sms.registration.mode=off", "--media.directory=" + this.directory,
				capture(properties) ? "--zonitel.sms.webhook.capture.file=" + this.directory.resolve("capture") : "")) {
			assertThat(context.isActive()).isTrue();
		}
	}

	private static boolean capture(Map<String, Object> properties) {
		return properties.containsKey("zonitel.sms.webhook.capture.file");
	}

	static Stream<Block> applicationStartsWith() {
		return Document.blocks("yaml", "properties").filter((block) -> {
			String first = block.code().split("[.:]", 2)[0];
			return OF_APPLICATIONS.contains(first);
		});
	}

	private static Map<String, String> variables() {
		return Map.of("ZONITEL_CLIENT_ID", ZonitelSimulator.CLIENT_ID, "ZONITEL_ACCESS_TOKEN",
				ZonitelSimulator.ACCESS_TOKEN, "ZONITEL_SMS_WEBHOOK_SECRETS", DocumentedHost.SECRET);
	}

	@Test
	void applicationStartsWithWhatKubernetesGivesIt() {
		Map<String, String> variables = new LinkedHashMap<>();
		for (Object manifest : new Yaml().loadAll(block("kind: Deployment").code())) {
			collectVariables(manifest, variables);
		}
		assertThat(variables).hasSizeGreaterThanOrEqualTo(5);
		assertThat(variables.keySet()).allSatisfy((variable) -> assertThat(Properties.names()).anyMatch(
				(property) -> variable.equals(variable(property, "")) || variable.equals(variable(property, "_"))));
		try (ConfigurableApplicationContext context = DocumentedHost.start(Map.of(), variables,
				"--zonitel.sms.registration.mode=off", "--spring.main.cloud-platform=kubernetes")) {
			assertThat(context.getBean(ZonitelProperties.class).getClientId()).isNotNull();
			assertThat(DocumentedHost.get(context, "/actuator/health/liveness")).contains("UP");
			assertThat(DocumentedHost.get(context, "/actuator/health/readiness")).contains("UP");
		}
	}

	private static String variable(String property, String dash) {
		return property.replace("-", dash).replace('.', '_').toUpperCase(Locale.ROOT);
	}

	private static void collectVariables(Object node, Map<String, String> variables) {
		if (node instanceof Map<?, ?> map) {
			if (map.get("value") instanceof String value) {
				variables.put((String) map.get("name"), value);
			}
			if (map.get("stringData") instanceof Map<?, ?> data) {
				data.forEach((name, value) -> variables.put((String) name, (String) value));
			}
			map.values().forEach((child) -> collectVariables(child, variables));
		}
		else if (node instanceof List<?> list) {
			list.forEach((child) -> collectVariables(child, variables));
		}
	}

	@Test
	void scriptThatLiquibaseIsPointedToIsThere() {
		String path = block("databaseChangeLog").code()
			.lines()
			.map(String::strip)
			.filter((line) -> line.startsWith("path: "))
			.findFirst()
			.orElseThrow()
			.substring("path: ".length());
		assertThat(new ClassPathResource(path).exists()).isTrue();
	}

	@Test
	void everyYamlIsChecked() {
		assertThat(Document.blocks("yaml").filter((block) -> applicationStartsWith().noneMatch(block::equals)))
			.allSatisfy((block) -> assertThat(block.code()).containsAnyOf("kind: Deployment", "databaseChangeLog"));
	}

	private static Block block(String text) {
		return Document.blocks("yaml").filter((block) -> block.code().contains(text)).findFirst().orElseThrow();
	}

	@Test
	void sqlRunsOnTheTablesOfTheInbox() {
		List<Block> statements = Document.blocks("sql").toList();
		assertThat(statements).isNotEmpty();
		try (ConfigurableApplicationContext context = DocumentedHost.start(Map.of("zonitel.sms.inbox.type", "jdbc"),
				Map.of())) {
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			assertThat(statements).allSatisfy((statement) -> assertThat(
					jdbc.sql(statement.code().strip().replaceAll(";$", "")).query().listOfRows())
				.isNotEmpty());
		}
	}

	private static Map<String, Object> properties(Block block) throws IOException {
		Map<String, Object> properties = new LinkedHashMap<>();
		if (block.language().equals("properties")) {
			java.util.Properties read = new java.util.Properties();
			read.load(new StringReader(block.code()));
			read.forEach((name, value) -> properties.put((String) name, value));
			return properties;
		}
		ByteArrayResource resource = new ByteArrayResource(block.code().getBytes(StandardCharsets.UTF_8));
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("documented", resource)) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				properties.put(name, source.getProperty(name).toString());
			}
		}
		return properties;
	}

}
