package com.zonitel.sms.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AheadOfTimeFeatures}: an application that was processed ahead of time
 * with nothing of {@code zonitel.*} set does at run time what any other application does.
 */
@Tag("extended")
class AheadOfTimeFeaturesTests {

	private static final String HOST = AheadOfTimeHost.class.getName();

	private static final Pattern TOLD = Pattern
		.compile("(Zonitel SMS is inactive|SMS webhook available|SMS webhook is not|Callers of the SMS webhook).*");

	private static final String SECRET = "zonitel.sms.webhook.secrets=" + AheadOfTimeHost.SECRET;

	private static final String CREDENTIAL = " zonitel.client-id=a zonitel.access-token=b"
			+ " zonitel.api.base-url=http://localhost:1";

	private static final String NOTHING = "";

	private static final String WITHOUT_URL = SECRET;

	private static final String WITH_URL = SECRET + CREDENTIAL
			+ " zonitel.sms.webhook.public-base-url=https://sms.example.com";

	private static final String REGISTRATION_OFF = WITH_URL + " zonitel.sms.registration.mode=off";

	private static final String DISABLED = SECRET + " zonitel.sms.webhook.enabled=false";

	private static final String JDBC = SECRET + " zonitel.sms.inbox.type=jdbc";

	private static final String NOT_AUTHENTICATED = "zonitel.sms.webhook.authentication=none";

	private static final String NOT_PERMITTED = SECRET + " zonitel.sms.webhook.security.permit=false";

	private static final String SECRET_IN_PATH = SECRET + " zonitel.sms.webhook.secret-location=path";

	private static final String SECRET_MISSING = "zonitel.sms.webhook.path=/webhooks/zonitel/sms";

	@TempDir
	private Path directory;

	@Test
	void propertiesOfTheRunDecideInServletHost() throws Exception {
		Map<String, Run> runs = run("servlet", List.of(NOTHING, WITHOUT_URL, WITH_URL, REGISTRATION_OFF, DISABLED, JDBC,
				NOT_AUTHENTICATED, NOT_PERMITTED, SECRET_IN_PATH, SECRET_MISSING));
		assertThat(runs.get(NOTHING)).satisfies(AheadOfTimeFeaturesTests::isInactive);
		assertThat(runs.get(WITH_URL).result()).startsWith("200")
			.contains("zonitelSmsWebhookRegistration,", "Security");
		assertThat(runs.get(REGISTRATION_OFF).result()).startsWith("200")
			.doesNotContain("zonitelSmsWebhookRegistration,", "zonitelSmsWebhookClient");
		assertThat(runs.get(DISABLED).result()).startsWith("404").doesNotContain("Receiver");
		assertThat(runs.get(JDBC).result()).startsWith("200")
			.contains("zonitelSmsJdbcInbox")
			.doesNotContain("zonitelSmsInbox");
		assertThat(runs.get(NOT_AUTHENTICATED).result()).startsWith("200").doesNotContain("Security");
		assertThat(runs.get(SECRET_MISSING).result()).doesNotContain("[");
	}

	@Test
	void propertiesOfTheRunDecideInReactiveHost() throws Exception {
		Map<String, Run> runs = run("reactive", List.of(NOTHING, WITH_URL, JDBC, NOT_AUTHENTICATED));
		assertThat(runs.get(NOTHING)).satisfies(AheadOfTimeFeaturesTests::isInactive);
		assertThat(runs.get(WITH_URL).result()).startsWith("200").contains("Security");
		assertThat(runs.get(JDBC).result()).startsWith("200").contains("zonitelSmsJdbcInbox");
		assertThat(runs.get(NOT_AUTHENTICATED).result()).startsWith("200").doesNotContain("Security");
	}

	private static void isInactive(Run run) {
		assertThat(run.result()).startsWith("404").doesNotContain("Receiver", "Inbox", "Security");
		assertThat(run.told()).containsExactly("Zonitel SMS is inactive, since no 'zonitel.*' property is set");
	}

	private Map<String, Run> run(String stack, List<String> lists) throws Exception {
		String always = "server.port=0 spring.datasource.url=jdbc:h2:mem:ahead"
				+ " management.endpoints.web.exposure.include=* spring.main.web-application-type=" + stack;
		Path generated = process(always);
		Map<String, Run> ahead = run(always, lists, "-Dspring.aot.enabled=true", "-cp",
				generated + File.pathSeparator + classPath());
		assertThat(ahead).isEqualTo(run(always, lists, "-cp", classPath()));
		return ahead;
	}

	private Path process(String properties) throws Exception {
		Path sources = this.directory.resolve("sources");
		Path classes = Files.createDirectories(this.directory.resolve("classes"));
		List<String> command = new ArrayList<>(
				List.of("-cp", classPath(), "org.springframework.boot.SpringApplicationAotProcessor", HOST,
						sources.toString(), classes.toString(), classes.toString(), "com.example", "host"));
		Stream.of(properties.split(" ")).map((property) -> "--" + property).forEach(command::add);
		java(command);
		List<String> compilation = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp",
				classes + File.pathSeparator + classPath()));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(compilation::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compilation.toArray(String[]::new)))
			.isZero();
		return classes;
	}

	private Map<String, Run> run(String always, List<String> lists, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of(options));
		command.add(AheadOfTimeHost.Runs.class.getName());
		lists.forEach((properties) -> command.add((always + " " + properties).trim()));
		Map<String, Run> runs = new LinkedHashMap<>();
		List<String> told = new ArrayList<>();
		for (String line : java(command).split("\\R")) {
			Matcher matcher = TOLD.matcher(line);
			if (line.startsWith(AheadOfTimeHost.START)) {
				told.clear();
			}
			else if (line.startsWith(AheadOfTimeHost.RESULT)) {
				runs.put(lists.get(runs.size()),
						new Run(line.substring(AheadOfTimeHost.RESULT.length()), List.copyOf(told)));
			}
			else if (matcher.find()) {
				told.add(matcher.group());
			}
		}
		assertThat(runs).hasSize(lists.size());
		return runs;
	}

	private String java(List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
		command.addAll(arguments);
		Path log = this.directory.resolve("log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		int status = process.waitFor();
		String output = Files.readString(log);
		assertThat(status).as(output).isZero();
		return output;
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * What became of one run.
	 *
	 * @param result the answer of the webhook and the beans, or the failure
	 * @param told the messages of the starter
	 */
	private record Run(String result, List<String> told) {

	}

}
