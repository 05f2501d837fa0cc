package com.zonitel.sms.autoconfigure.registration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.zonitel.sms.FailingAppender;
import com.zonitel.sms.client.ZonitelApiException;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.WebhookRegisteredEvent;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookRegistrationFailedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.client.RestClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ZonitelSmsRegistrationAutoConfiguration} in a servlet host, against an
 * API on WireMock.
 */
@ExtendWith(OutputCaptureExtension.class)
class ZonitelSmsRegistrationAutoConfigurationTests {

	private static final String PATH = "/api/v3/integrations/sms/webhooks";

	private static final String SECRET = "canary-0123456789abcdef0123456789";

	private static final String URL = "https://sms.example.com/webhooks/zonitel/sms?token=" + SECRET;

	private WireMockServer api = startApi(WireMockConfiguration.options().dynamicPort());

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void stop(CapturedOutput output) {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.api.stop();
		assertThat(output).doesNotContain("canary");
	}

	@Test
	void registersWhereNothingIsRegistered(CapturedOutput output) {
		keepUrl(null);
		ConfigurableApplicationContext context = run();
		awaitStatus(context, RegistrationState.Status.REGISTERED);
		verifyPut(URL);
		this.api.verify(2, getRequestedFor(anyUrl()));
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).containsOnlyOnce(
					"SMS webhook is registered at Zonitel as 'https://sms.example.com/webhooks/zonitel/sms?token=***'"));
		assertThat(Listener.events(context)).singleElement().isInstanceOf(WebhookRegisteredEvent.class);
	}

	@Test
	void writesNothingWhereTheUrlIsRegistered() {
		keepUrl(URL);
		awaitStatus(run(), RegistrationState.Status.REGISTERED);
		this.api.verify(1, getRequestedFor(anyUrl()));
		this.api.verify(0, putRequestedFor(anyUrl()));
	}

	@Test
	void replacesAnOldSecretOfItsOwn(CapturedOutput output) {
		keepUrl("https://sms.example.com/webhooks/zonitel/sms?token=old");
		awaitStatus(run(), RegistrationState.Status.REGISTERED);
		verifyPut(URL);
		assertThat(output).doesNotContain("SMS webhook replaces");
	}

	@ParameterizedTest
	@CsvSource({ "https://sms.example.com/canary-staging?token=canary,path and query",
			"https://sms.example.com:8443/webhooks/zonitel/sms?token=canary,port and query",
			"https://sms.example.com/webhooks/zonitel/sms/?token=" + SECRET + ",path" })
	void replacesTheUrlOfItsOwnHostAndWarns(String registered, String differences, CapturedOutput output) {
		keepUrl(registered);
		awaitStatus(run(), RegistrationState.Status.REGISTERED);
		verifyPut(URL);
		assertThat(output).containsOnlyOnce("SMS webhook replaces 'https://sms.example.com/***' by"
				+ " 'https://sms.example.com/webhooks/zonitel/sms?token=***' at Zonitel; they differ in "
				+ differences);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTPS://SMS.example.com:443/webhooks/zonitel/sms?token=" + SECRET,
			"https://sms.example.com/webhooks/zonitel/sms?token=%63anary-0123456789abcdef0123456789" })
	void writesNothingWhereTheUrlIsSpelledOtherwise(String registered) {
		keepUrl(registered);
		awaitStatus(run(), RegistrationState.Status.REGISTERED);
		this.api.verify(0, putRequestedFor(anyUrl()));
	}

	@Test
	void leavesTheUrlOfAnotherHost(CapturedOutput output) {
		keepUrl("https://other.example/hook?token=canary");
		ConfigurableApplicationContext context = run();
		awaitStatus(context, RegistrationState.Status.DIFFERS);
		this.api.verify(0, putRequestedFor(anyUrl()));
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).containsOnlyOnce("ERROR")
				.contains("Zonitel sends SMS notifications to 'https://other.example/***'")
				.contains("'zonitel.sms.registration.replace=any'"));
		assertThat(Listener.events(context)).singleElement().isInstanceOf(WebhookRegistrationFailedEvent.class);
	}

	@Test
	void replacesTheUrlOfAnotherHostIfToldTo() {
		keepUrl("https://other.example/hook");
		awaitStatus(run("--zonitel.sms.registration.replace=any"), RegistrationState.Status.REGISTERED);
		verifyPut(URL);
	}

	@Test
	void writesNothingInVerifyMode() {
		keepUrl(null);
		awaitStatus(run("--zonitel.sms.registration.mode=verify"), RegistrationState.Status.DIFFERS);
		this.api.verify(0, putRequestedFor(anyUrl()));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			--zonitel.sms.registration.mode=off,'zonitel.sms.registration.mode' is 'off'
			--zonitel.sms.registration.mode=false,'zonitel.sms.registration.mode' is 'off'
			--zonitel.sms.webhook.public-base-url=,'zonitel.sms.webhook.public-base-url' is not set
			""")
	void callsNobodyWhereNothingIsToBeRegistered(String argument, String reason, CapturedOutput output) {
		ConfigurableApplicationContext context = run(argument);
		assertThat(context.getBeanProvider(WebhookRegistration.class).getIfAvailable()).isNull();
		Awaitility.await()
			.untilAsserted(() -> assertThat(output)
				.containsOnlyOnce("SMS webhook is not registered at Zonitel, since " + reason));
		this.api.verify(0, getRequestedFor(anyUrl()));
	}

	@Test
	void pathsOfTheHostArePartOfTheUrl() {
		keepUrl(null);
		awaitStatus(
				run("--server.servlet.context-path=/shop", "--spring.mvc.servlet.path=/mvc",
						"--zonitel.sms.webhook.path=/hooks/sms",
						"--zonitel.sms.webhook.public-base-url=https://a.example:8443/base/"),
				RegistrationState.Status.REGISTERED);
		verifyPut("https://a.example:8443/base/shop/mvc/hooks/sms?token=" + SECRET);
	}

	@Test
	void publicUrlIsTakenAsItIs() {
		keepUrl(null);
		awaitStatus(run("--server.servlet.context-path=/shop", "--zonitel.sms.webhook.public-url=https://a.example/sms",
				"--zonitel.sms.webhook.secret-location=path"), RegistrationState.Status.REGISTERED);
		verifyPut("https://a.example/sms/" + SECRET);
	}

	@Test
	void portOfTheHostIsPartOfTheUrlOnlyIfSaidSo() {
		keepUrl(null);
		awaitStatus(run("--zonitel.sms.webhook.public-base-url=http://localhost:${server.port}"),
				RegistrationState.Status.REGISTERED);
		verifyPut("http://localhost:0/webhooks/zonitel/sms?token=" + SECRET);
	}

	@ParameterizedTest
	@CsvSource({ "401,Check 'zonitel.client-id' and 'zonitel.access-token'", "403,has the scope",
			"400,Check the URL in 'zonitel.sms.webhook.public-base-url'", "500,answered with status 500",
			"302,answered with status 302" })
	void refusalIsToldOnce(int status, String words, CapturedOutput output) {
		answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));
		ConfigurableApplicationContext context = run();
		awaitStatus(context, RegistrationState.Status.FAILED);
		boolean retried = status >= 500 || status == 302;
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.api.getAllServeEvents()).hasSizeGreaterThanOrEqualTo(retried ? 3 : 1));
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).containsOnlyOnce("SMS webhook could not be registered or verified")
				.contains(words));
		assertThat(Listener.events(context)).singleElement().isInstanceOf(WebhookRegistrationFailedEvent.class);
		this.api.verify(0, putRequestedFor(anyUrl()));
	}

	@Test
	void pageInsteadOfJsonIsToldOnce(CapturedOutput output) {
		answer(aResponse().withStatus(200).withHeader("Content-Type", "text/html").withBody("<html>canary</html>"));
		awaitStatus(run(), RegistrationState.Status.FAILED);
		Awaitility.await().untilAsserted(() -> assertThat(this.api.getAllServeEvents()).hasSizeGreaterThan(2));
		Awaitility.await()
			.untilAsserted(() -> assertThat(output)
				.containsOnlyOnce("answered with something other than the documented JSON"));
		this.api.verify(0, putRequestedFor(anyUrl()));
	}

	@Test
	void outageIsToldOnceAndEnds(CapturedOutput output) {
		int port = this.api.port();
		String baseUrl = "--zonitel.api.base-url=" + this.api.baseUrl();
		this.api.stop();
		ConfigurableApplicationContext context = run(baseUrl);
		awaitStatus(context, RegistrationState.Status.FAILED);
		this.api = startApi(WireMockConfiguration.options().port(port));
		keepUrl(null);
		awaitStatus(context, RegistrationState.Status.REGISTERED);
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce("could not be reached"));
	}

	@Test
	void silentApiDelaysNothing(CapturedOutput output) {
		answer(okJson("{}").withFixedDelay((int) TimeUnit.MINUTES.toMillis(5)));
		ConfigurableApplicationContext context = run("--zonitel.api.read-timeout=1s");
		assertThat(context.isRunning()).isTrue();
		awaitStatus(context, RegistrationState.Status.FAILED);
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce("could not be reached"));
	}

	@Test
	void retryAfterIsHonoured() {
		this.api.stubFor(WireMock.any(anyUrl())
			.inScenario("limited")
			.willReturn(aResponse().withStatus(429).withHeader("Retry-After", "2"))
			.willSetStateTo("free"));
		this.api.stubFor(WireMock.any(anyUrl())
			.inScenario("limited")
			.whenScenarioStateIs("free")
			.willReturn(okJson(registered(URL))));
		awaitStatus(run(), RegistrationState.Status.REGISTERED);
		List<Date> times = this.api.getAllServeEvents()
			.stream()
			.map((served) -> served.getRequest().getLoggedDate())
			.sorted()
			.toList();
		assertThat(times).hasSize(2);
		assertThat(Duration.between(times.get(0).toInstant(), times.get(1).toInstant()))
			.isGreaterThanOrEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void failFastFailsStartupWithAnAnalysis(CapturedOutput output) {
		answer(aResponse().withStatus(401));
		assertThatException().isThrownBy(() -> run("--zonitel.sms.registration.fail-fast=true"))
			.withStackTraceContaining("status 401");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"SMS webhook is not registered: Zonitel's API at 'localhost:" + this.api.port()
						+ "' answered with status 401; the access token is in use since 20",
				"Check 'zonitel.client-id' and 'zonitel.access-token'",
				"remove 'zonitel.sms.registration.fail-fast=true'");
	}

	@Test
	void failFastFailsStartupWhereTheUrlOfAnotherHostIsRegistered(CapturedOutput output) {
		keepUrl("https://other.example/hook?token=canary");
		assertThatException().isThrownBy(() -> run("--zonitel.sms.registration.fail-fast=true"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"SMS webhook is not registered: Zonitel sends SMS notifications to 'https://other.example/***'",
				"'zonitel.sms.registration.replace=any'");
	}

	@ParameterizedTest
	@ValueSource(classes = { FailingCustomizer.class, FailingInterceptor.class, TwoBuilders.class })
	void builderOfTheHostThatCannotCallZonitelStopsNothing(Class<?> configuration) {
		keepUrl(null);
		awaitStatus(run(new SpringApplication(Listener.class, configuration)), RegistrationState.Status.REGISTERED);
		verifyPut(URL);
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, StackOverflowError.class })
	void anyFailureIsAFailure(Class<? extends Throwable> failure, CapturedOutput output) {
		ConfigurableApplicationContext context = run(new SpringApplication(Listener.class, FailingClient.class),
				"--failure=" + failure.getName());
		awaitStatus(context, RegistrationState.Status.FAILED);
		Awaitility.await().until(() -> context.getBean(FailingClient.class).calls > 2);
		assertThat(context.getBean(WebhookRegistration.class).getState().failure())
			.isEqualTo(ZonitelApiException.Reason.CALL_FAILED);
		assertThat(Listener.events(context)).singleElement().isInstanceOf(WebhookRegistrationFailedEvent.class);
		assertThat(output)
			.containsOnlyOnce("SMS webhook could not be registered or verified: Zonitel's API could not be called"
					+ " (" + failure.getName() + ")")
			.doesNotContain("\tat ");
	}

	@Test
	void listenerThatFailsEndsNoVerification() {
		keepUrl(null);
		run(new SpringApplication(FailingListener.class), "--zonitel.sms.registration.verify-interval=100ms");
		awaitCalls(6);
		verifyPut(URL);
	}

	@Test
	void loggingThatFailsEndsNoVerification() {
		keepUrl(URL);
		awaitStatus(run("--zonitel.sms.registration.verify-interval=100ms"), RegistrationState.Status.REGISTERED);
		try (FailingAppender appender = FailingAppender.attach(WebhookRegistration.class.getName())) {
			assertThat(appender.isStarted()).isTrue();
			answer(okJson(registered("https://other.example/hook")));
			this.api.resetRequests();
			awaitCalls(4);
		}
	}

	private void awaitCalls(int calls) {
		Awaitility.await().until(() -> this.api.getAllServeEvents().size() >= calls);
	}

	@Test
	void failFastDoesNotWaitForLong() {
		answer(aResponse().withStatus(429).withHeader("Retry-After", "60"));
		assertThatException().isThrownBy(() -> run("--zonitel.sms.registration.fail-fast=true"))
			.withStackTraceContaining("status 429");
		this.api.verify(1, getRequestedFor(anyUrl()));
	}

	@Test
	void failFastStartsWhereTheWebhookIsRegistered() {
		keepUrl(null);
		ConfigurableApplicationContext context = run("--zonitel.sms.registration.fail-fast=true");
		assertThat(status(context)).isEqualTo(RegistrationState.Status.REGISTERED);
	}

	@Test
	void lazyInitializationChangesNothing() {
		keepUrl(null);
		awaitStatus(run("--spring.main.lazy-initialization=true"), RegistrationState.Status.REGISTERED);
	}

	@Test
	void parentAndChildRegisterOnce() {
		keepUrl(null);
		ConfigurableApplicationContext child = new SpringApplicationBuilder(Listener.class).web(WebApplicationType.NONE)
			.properties(Map.of("spring.jmx.enabled", "false"))
			.child(Listener.class)
			.web(WebApplicationType.SERVLET)
			.run(arguments());
		this.contexts.add(child);
		awaitStatus(child, RegistrationState.Status.REGISTERED);
		this.api.verify(1, putRequestedFor(anyUrl()));
		assertThat(child.getParent()).isNotNull();
		assertThat(child.getParent().getBeanNamesForType(WebhookRegistration.class)).isEmpty();
	}

	@Test
	void usesTheRestClientBuilderOfTheHost() {
		keepUrl(null);
		SpringApplication application = new SpringApplication(Listener.class, CustomizedRestClient.class);
		ConfigurableApplicationContext context = run(application);
		awaitStatus(context, RegistrationState.Status.REGISTERED);
		this.api.verify(1, putRequestedFor(anyUrl()).withHeader("X-Host", equalTo("yes")));
	}

	@Test
	void worksWithoutARestClientBuilder() {
		keepUrl(null);
		ConfigurableApplicationContext context = run(
				"--spring.autoconfigure.exclude=" + RestClientAutoConfiguration.class.getName());
		assertThat(context.getBeanNamesForType(RestClient.Builder.class)).isEmpty();
		awaitStatus(context, RegistrationState.Status.REGISTERED);
		verifyPut(URL);
	}

	@Test
	void trustsWhatTheSslBundleTrusts(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path keys = directory.resolve("keys.p12");
		Path trust = directory.resolve("trust.p12");
		Path certificate = directory.resolve("certificate");
		keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-keystore",
				keys.toString());
		keytool("-exportcert", "-file", certificate.toString(), "-keystore", keys.toString());
		keytool("-importcert", "-noprompt", "-file", certificate.toString(), "-keystore", trust.toString());
		this.api.stop();
		this.api = startApi(WireMockConfiguration.options()
			.dynamicPort()
			.dynamicHttpsPort()
			.keystorePath(keys.toString())
			.keystorePassword("password")
			.keyManagerPassword("password"));
		keepUrl(null);
		String baseUrl = "--zonitel.api.base-url=https://localhost:" + this.api.httpsPort();
		awaitStatus(run(baseUrl), RegistrationState.Status.FAILED);
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce("could not be reached"));
		awaitStatus(
				run(baseUrl, "--zonitel.api.ssl.bundle=zonitel",
						"--spring.ssl.bundle.jks.zonitel.truststore.location=" + trust.toUri(),
						"--spring.ssl.bundle.jks.zonitel.truststore.password=password"),
				RegistrationState.Status.REGISTERED);
	}

	private static void keytool(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(Arrays.asList(arguments));
		command.addAll(List.of("-alias", "zonitel", "-storetype", "PKCS12", "-storepass", "password"));
		Process process = new ProcessBuilder(command).inheritIO().start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return run(new SpringApplication(Listener.class), arguments);
	}

	private ConfigurableApplicationContext run(SpringApplication application, String... arguments) {
		ConfigurableApplicationContext context = application.run(arguments(arguments));
		this.contexts.add(context);
		return context;
	}

	private String[] arguments(String... further) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--zonitel.client-id=canary-client",
				"--zonitel.access-token=canary-token", "--zonitel.sms.webhook.secrets=" + SECRET,
				"--zonitel.sms.registration.retry.initial-delay=50ms",
				"--zonitel.sms.registration.retry.max-delay=200ms"));
		arguments.addAll(Arrays.asList(further));
		if (arguments.stream().noneMatch((argument) -> argument.contains("api.base-url"))) {
			arguments.add("--zonitel.api.base-url=" + this.api.baseUrl());
		}
		if (arguments.stream().noneMatch((argument) -> argument.contains("public-base-url"))) {
			arguments.add("--zonitel.sms.webhook.public-base-url=https://sms.example.com");
		}
		return arguments.toArray(String[]::new);
	}

	private void keepUrl(String url) {
		this.api.stubFor(WireMock.get(PATH)
			.inScenario("url")
			.whenScenarioStateIs(Scenario.STARTED)
			.willReturn(okJson(registered(url))));
		ResponseDefinitionBuilder lastPut = aResponse().withTransformers("last-put");
		this.api.stubFor(WireMock.put(PATH).inScenario("url").willReturn(lastPut).willSetStateTo("written"));
		this.api.stubFor(WireMock.get(PATH).inScenario("url").whenScenarioStateIs("written").willReturn(lastPut));
	}

	private static String registered(String url) {
		return "{\"status\":\"success\",\"data\":{\"url\":%s},\"message\":\"Webhook retrieved successfully\"}"
			.formatted((url != null) ? "\"" + url + "\"" : "null");
	}

	private void answer(ResponseDefinitionBuilder answer) {
		this.api.stubFor(WireMock.any(anyUrl()).willReturn(answer));
	}

	private void verifyPut(String url) {
		this.api.verify(1, putRequestedFor(anyUrl()));
		this.api.verify(1,
				putRequestedFor(WireMock.urlEqualTo(PATH)).withRequestBody(equalToJson("{\"url\":\"" + url + "\"}"))
					.withHeader("Authorization", equalTo("Bearer canary-token"))
					.withHeader("X-Client-Id", equalTo("canary-client")));
	}

	private static void awaitStatus(ConfigurableApplicationContext context, RegistrationState.Status status) {
		Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> status(context) == status);
	}

	private static RegistrationState.Status status(ConfigurableApplicationContext context) {
		return context.getBean(WebhookRegistration.class).getState().status();
	}

	private static WireMockServer startApi(WireMockConfiguration options) {
		WireMockServer api = new WireMockServer(options.extensions(new LastPut()));
		api.start();
		return api;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listener {

		private final List<Object> events = new CopyOnWriteArrayList<>();

		@EventListener({ WebhookRegisteredEvent.class, WebhookRegistrationFailedEvent.class })
		void on(Object event) {
			this.events.add(event);
		}

		static List<Object> events(ConfigurableApplicationContext context) {
			List<Object> events = context.getBean(Listener.class).events;
			Awaitility.await().until(() -> !events.isEmpty());
			return events;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingCustomizer {

		@Bean
		RestClientCustomizer failing() {
			return (builder) -> {
				throw new IllegalStateException("canary");
			};
		}

	}

	/**
	 * Fails as that of a load balancer that does not know the host.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FailingInterceptor {

		@Bean
		RestClient.Builder loadBalanced() {
			return RestClient.builder().requestInterceptor((request, body, execution) -> {
				throw new IllegalStateException("No instances available for canary");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoBuilders {

		@Bean
		RestClient.Builder one() {
			return RestClient.builder();
		}

		@Bean
		RestClient.Builder other() {
			return RestClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingClient implements ZonitelSmsWebhookClient {

		private final Class<? extends Throwable> failure;

		private volatile int calls;

		FailingClient(@Value("${failure}") Class<? extends Throwable> failure) {
			this.failure = failure;
		}

		@Override
		public String getWebhookUrl() {
			this.calls++;
			throw FailingClient.<RuntimeException>sneaky(BeanUtils.instantiateClass(this.failure));
		}

		@Override
		public void setWebhookUrl(String url) {
			throw new IllegalStateException("canary");
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> T sneaky(Throwable failure) throws T {
			throw (T) failure;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingListener implements ApplicationListener<PayloadApplicationEvent<WebhookRegisteredEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<WebhookRegisteredEvent> event) {
			throw new NoClassDefFoundError("canary");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizedRestClient {

		@Bean
		RestClientCustomizer ownHeader() {
			return (builder) -> builder.defaultHeader("X-Host", "yes");
		}

	}

}
