package com.zonitel.sms.autoconfigure.registration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.client.ZonitelCredential;
import com.zonitel.sms.client.ZonitelCredentials;
import com.zonitel.sms.registration.FakeZonitelApi;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.WebhookRegistration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for credentials and secrets that change while the application runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class RotationTests {

	private static final String OLD = "canary-old-0123456789abcdef01234";

	private static final String NEW = "canary-new-0123456789abcdef01234";

	private static final String ENDPOINT = "https://sms.example.com/webhooks/zonitel/sms?token=";

	private final HttpClient client = HttpClient.newHttpClient();

	private final FakeZonitelApi api = new FakeZonitelApi();

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop(CapturedOutput output) {
		this.context.close();
		this.api.close();
		assertThat(output).doesNotContain("canary");
	}

	@Test
	void tokenIsReadForEachCall() {
		run(Application.class);
		await(() -> assertThat(this.api.authorization()).isEqualTo("Bearer canary-token"));
		this.context.getBean(ZonitelProperties.class).setAccessToken(Secret.of("canary-rotated"));
		await(() -> assertThat(this.api.authorization()).isEqualTo("Bearer canary-rotated"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "${CANARY_TOKEN}", "canary with blanks" })
	void invalidTokenKeepsTheOldOne(String token, CapturedOutput output) {
		run(Application.class);
		awaitRegistered(OLD);
		this.context.getBean(ZonitelProperties.class)
			.setAccessToken(Secret.of(token.replace("CANARY_TOKEN", "MY_TOKEN")));
		await(() -> assertThat(output).contains("ERROR", "The last valid integration credential stays in use",
				"'zonitel.access-token'"));
		assertThat(this.api.authorization()).isEqualTo("Bearer canary-token");
	}

	@Test
	void credentialsOfTheApplicationAreAskedForEachCall() {
		run(OwnCredentials.class);
		await(() -> assertThat(this.api.authorization()).isEqualTo("Bearer canary-3"));
	}

	@Test
	void rejectedTokenIsToldWithItsAge(CapturedOutput output) {
		this.api.answerWith(401);
		run(Application.class);
		await(() -> assertThat(output)
			.containsPattern("answered with status 401; the access token is in use since 20[0-9T:-]+Z"));
	}

	@Test
	void registeredSecretIsAcceptedUntilTheNewOneIsRegistered() throws Exception {
		run(Application.class);
		awaitRegistered(OLD);
		this.api.answerWith(500);
		this.context.getBean(ZonitelSmsWebhookProperties.class).setSecrets(List.of(Secret.of(NEW)));
		assertThat(post(NEW)).isEqualTo(200);
		assertThat(post(OLD)).isEqualTo(200);
		this.api.answerWith(200);
		awaitRegistered(NEW);
		await(() -> assertThat(post(OLD)).isEqualTo(401));
		assertThat(post(NEW)).isEqualTo(200);
		assertThat(this.api.written()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ensure", "verify" })
	void removedSecretIsRefusedOnceAnotherUrlIsRegistered(String mode) throws Exception {
		this.api.register(ENDPOINT + OLD);
		run(Application.class, "--zonitel.sms.registration.mode=" + mode, "--zonitel.sms.registration.replace=never");
		awaitRegistered(OLD);
		this.context.getBean(ZonitelSmsWebhookProperties.class).setSecrets(List.of(Secret.of(NEW)));
		awaitStatus(RegistrationState.Status.DIFFERS);
		assertThat(post(NEW)).isEqualTo(200);
		assertThat(post(OLD)).isEqualTo(200);
		this.api.register("https://sms.example.com/elsewhere");
		await(() -> assertThat(post(OLD)).isEqualTo(401));
		assertThat(post(NEW)).isEqualTo(200);
	}

	@Test
	void removedSecretIsRefusedAtOnceWhereAnotherUrlIsRegistered() throws Exception {
		this.api.register("https://other.example/elsewhere");
		run(Application.class, "--zonitel.sms.registration.mode=verify");
		awaitStatus(RegistrationState.Status.DIFFERS);
		this.context.getBean(ZonitelSmsWebhookProperties.class).setSecrets(List.of(Secret.of(NEW)));
		assertThat(post(NEW)).isEqualTo(200);
		assertThat(post(OLD)).isEqualTo(401);
	}

	@Test
	void secretThatIsStillListedStaysAccepted() throws Exception {
		run(Application.class);
		awaitRegistered(OLD);
		this.context.getBean(ZonitelSmsWebhookProperties.class).setSecrets(List.of(Secret.of(NEW), Secret.of(OLD)));
		awaitRegistered(NEW);
		assertThat(post(OLD)).isEqualTo(200);
	}

	@Test
	void urlThatWasChangedElsewhereIsLeftAfterARotation(CapturedOutput output) throws Exception {
		run(Application.class);
		awaitRegistered(OLD);
		this.api.register("https://sms.example.com/elsewhere");
		await(() -> assertThat(output).contains("It was changed elsewhere and is left so"));
		this.context.getBean(ZonitelSmsWebhookProperties.class).setSecrets(List.of(Secret.of(NEW)));
		assertThat(post(NEW)).isEqualTo(200);
		int calls = this.api.calls();
		await(() -> assertThat(this.api.calls()).isGreaterThan(calls + 2));
		assertThat(this.api.registered()).isEqualTo("https://sms.example.com/elsewhere");
	}

	@Test
	void emptyOrInvalidSecretsKeepTheOldOnes(CapturedOutput output) throws Exception {
		run(Application.class);
		ZonitelSmsWebhookProperties properties = this.context.getBean(ZonitelSmsWebhookProperties.class);
		for (List<Secret> invalid : List.of(List.<Secret>of(), List.of(Secret.of("canary")),
				List.of(Secret.of(NEW), Secret.of("")))) {
			properties.setSecrets(invalid);
			assertThat(post(OLD)).isEqualTo(200);
			assertThat(post(NEW)).isEqualTo(401);
			assertThat(post("")).isEqualTo(401);
		}
		assertThat(output.toString().split("The last valid secrets of the SMS webhook stay in use")).hasSize(4);
	}

	@Test
	void withoutRegistrationARemovedSecretIsRefusedAtOnce() throws Exception {
		run(Application.class, "--zonitel.sms.registration.mode=off");
		this.context.getBean(ZonitelSmsWebhookProperties.class).setSecrets(List.of(Secret.of(NEW)));
		assertThat(post(NEW)).isEqualTo(200);
		assertThat(post(OLD)).isEqualTo(401);
	}

	@Test
	void mountedFilesAreReadAgain() throws Exception {
		mount("canary-mounted", OLD);
		run(MountedSecrets.class, "--zonitel.secrets-directory=" + this.directory,
				"--spring.config.import=configtree:" + this.directory + "/");
		awaitRegistered(OLD);
		assertThat(this.api.authorization()).isEqualTo("Bearer canary-mounted");
		mount("canary-remounted", NEW + "," + OLD);
		awaitRegistered(NEW);
		await(() -> assertThat(this.api.authorization()).isEqualTo("Bearer canary-remounted"));
		assertThat(post(NEW)).isEqualTo(200);
		assertThat(post(OLD)).isEqualTo(200);
	}

	@Test
	void refreshOfSpringCloudTakesEffect() throws Exception {
		mount("canary-mounted", OLD);
		run(Application.class, "--spring.cloud.refresh.enabled=true",
				"--spring.config.import=configtree:" + this.directory + "/");
		awaitRegistered(OLD);
		mount("canary-remounted", NEW);
		assertThat(this.context.getBean(ContextRefresher.class).refresh()).contains("zonitel.access-token",
				"zonitel.sms.webhook.secrets");
		awaitRegistered(NEW);
		await(() -> assertThat(this.api.authorization()).isEqualTo("Bearer canary-remounted"));
		await(() -> assertThat(post(OLD)).isEqualTo(401));
		assertThat(post(NEW)).isEqualTo(200);
	}

	private void mount(String token, String secrets) throws IOException {
		Files.writeString(this.directory.resolve("zonitel.access-token"), token + "\n");
		Files.writeString(this.directory.resolve("zonitel.sms.webhook.secrets"), secrets + "\n");
	}

	private void run(Class<?> configuration, String... further) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--zonitel.client-id=canary-client",
				"--zonitel.api.base-url=" + this.api.baseUrl(),
				"--zonitel.sms.webhook.public-base-url=https://sms.example.com", "--zonitel.sms.registration.probe=off",
				"--zonitel.sms.registration.verify-interval=200ms",
				"--zonitel.sms.registration.retry.initial-delay=50ms",
				"--zonitel.sms.registration.retry.max-delay=200ms"));
		arguments.addAll(Arrays.asList(further));
		if (arguments.stream().noneMatch((argument) -> argument.contains("configtree"))) {
			arguments.addAll(List.of("--zonitel.access-token=canary-token", "--zonitel.sms.webhook.secrets=" + OLD));
		}
		this.context = SpringApplication.run(configuration, arguments.toArray(String[]::new));
	}

	private void awaitRegistered(String secret) {
		await(() -> assertThat(this.api.registered()).isEqualTo(ENDPOINT + secret));
		awaitStatus(RegistrationState.Status.REGISTERED);
	}

	private void awaitStatus(RegistrationState.Status status) {
		await(() -> assertThat(this.context.getBean(WebhookRegistration.class).getState().status()).isEqualTo(status));
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
	}

	private int post(String secret) throws Exception {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d/webhooks/zonitel/sms?token=%s".formatted(port, secret)))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnCredentials implements ZonitelCredentials {

		private int calls;

		@Override
		public synchronized ZonitelCredential getCredential() {
			this.calls++;
			return new ZonitelCredential("canary-client", "canary-" + this.calls);
		}

	}

	/**
	 * The recipe of the documentation.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	static class MountedSecrets {

		private final Path directory;

		private final ZonitelProperties zonitel;

		private final ZonitelSmsWebhookProperties webhook;

		MountedSecrets(@Value("${zonitel.secrets-directory}") Path directory, ZonitelProperties zonitel,
				ZonitelSmsWebhookProperties webhook) {
			this.directory = directory;
			this.zonitel = zonitel;
			this.webhook = webhook;
		}

		@Scheduled(fixedDelayString = "200ms")
		void reload() throws IOException {
			this.zonitel.setAccessToken(Secret.of(read("zonitel.access-token")));
			this.webhook
				.setSecrets(Arrays.stream(read("zonitel.sms.webhook.secrets").split(",")).map(Secret::of).toList());
		}

		private String read(String file) throws IOException {
			return Files.readString(this.directory.resolve(file)).strip();
		}

	}

}
