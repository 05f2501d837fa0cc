package com.zonitel.sms.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.webhook.SmsWebhookAuthentication;
import com.zonitel.sms.webhook.SmsWebhookAuthenticator;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import com.zonitel.sms.webhook.SmsWebhookRequest;
import com.zonitel.sms.webhook.servlet.SmsWebhookBodyFilter;
import com.zonitel.sms.webhook.servlet.SmsWebhookHandlerMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ZonitelSmsAutoConfiguration} and its companions.
 */
@ExtendWith(OutputCaptureExtension.class)
class ZonitelSmsAutoConfigurationTests {

	private static final String SECRET = "zonitel.sms.webhook.secrets=0123456789abcdef0123456789abcdef";

	private static final Class<?>[] OURS = ImportCandidates.load(AutoConfiguration.class, null)
		.getCandidates()
		.stream()
		.filter((name) -> name.startsWith("com.zonitel."))
		.map(ZonitelSmsAutoConfigurationTests::load)
		.toArray(Class<?>[]::new);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OURS))
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class, JacksonAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner reactiveContextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OURS));

	@Test
	void isInactiveWithNothingSet(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.main.lazy-initialization=true").run((context) -> {
			assertThat(context).doesNotHaveBean(SmsWebhookReceiver.class).doesNotHaveBean(SmsInbox.class);
			assertThat(context).hasBean("applicationTaskExecutor").hasBean("jacksonJsonMapper");
			assertThat(output).containsOnlyOnce("Zonitel SMS is inactive");
		});
	}

	@Test
	void opensTheWebhookWithASecret(CapturedOutput output) {
		this.contextRunner.withPropertyValues(SECRET).run((context) -> {
			assertThat(context).hasSingleBean(SmsWebhookHandlerMapping.class);
			assertThat(context).hasBean("applicationTaskExecutor").hasBean("jacksonJsonMapper");
			assertThat(output).contains("SMS webhook available at '/webhooks/zonitel/sms'")
				.doesNotContain("Zonitel SMS is inactive");
		});
	}

	@Test
	void opensNoWebhookWhenDisabled() {
		this.contextRunner.withPropertyValues(SECRET, "zonitel.sms.webhook.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SmsWebhookReceiver.class));
	}

	@Test
	void opensNoServletWebhookWithoutSpringMvc() {
		this.contextRunner.withPropertyValues(SECRET)
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SmsWebhookHandlerMapping.class));
	}

	@Test
	void opensNoReactiveWebhookWithoutSpringWebFlux() {
		this.reactiveContextRunner.withPropertyValues(SECRET)
			.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(com.zonitel.sms.webhook.reactive.SmsWebhookHandlerMapping.class));
	}

	@Test
	void opensTheWebhookOfTheActiveWebStackOnly() {
		this.contextRunner.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).hasSingleBean(SmsWebhookHandlerMapping.class)
				.doesNotHaveBean(com.zonitel.sms.webhook.reactive.SmsWebhookHandlerMapping.class));
		this.reactiveContextRunner.withPropertyValues(SECRET)
			.run((context) -> assertThat(context)
				.hasSingleBean(com.zonitel.sms.webhook.reactive.SmsWebhookHandlerMapping.class)
				.doesNotHaveBean(SmsWebhookHandlerMapping.class));
	}

	@Test
	void opensNoServletWebhookOutsideOfAWebApplication() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OURS))
			.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SmsWebhookHandlerMapping.class));
	}

	@Test
	void missingSecretFailsWithOneToPaste() {
		this.contextRunner.withPropertyValues("zonitel.sms.webhook.path=/sms").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'zonitel.sms.webhook.secrets' is not set");
			assertThat(analysis.getAction()).containsPattern("zonitel\\.sms\\.webhook\\.secrets=[A-Za-z0-9_-]{43}\n");
		});
	}

	@Test
	void shortSecretFailsWithoutShowingIt() {
		this.contextRunner.withPropertyValues("zonitel.sms.webhook.secrets=too-short").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'zonitel.sms.webhook.secrets[0]' has 9 characters")
				.doesNotContain("too-short");
		});
	}

	@Test
	void secretThatIsAPlaceholderForNothingFailsWithTheVariableToSet() {
		this.contextRunner.withPropertyValues("zonitel.sms.webhook.secrets=${ZONITEL_SMS_WEBHOOK_SECRET}")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.isEqualTo("The property 'zonitel.sms.webhook.secrets[0]' refers to"
							+ " '${ZONITEL_SMS_WEBHOOK_SECRET}', which is not set.");
				assertThat(analysis.getAction()).contains("'ZONITEL_SMS_WEBHOOK_SECRET'")
					.containsPattern("\n {4}ZONITEL_SMS_WEBHOOK_SECRET=[A-Za-z0-9_-]{43}$");
			});
	}

	@Test
	void secretThatHoldsAPlaceholderFailsWithoutShowingIt() {
		this.contextRunner
			.withPropertyValues("zonitel.sms.webhook.secrets=canary-0123456789-${canary}-0123456789-abcdef")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.contains("'zonitel.sms.webhook.secrets[0]' holds a placeholder for a variable that is not set")
					.doesNotContain("canary");
				assertThat(analysis.getAction()).containsPattern("[A-Za-z0-9_-]{43}").doesNotContain("canary");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.client-id", "zonitel.access-token" })
	void credentialThatIsAPlaceholderForNothingFailsWithTheVariableToSet(String property) {
		for (String url : new String[] { "", "https://sms.example.com" }) {
			this.contextRunner
				.withPropertyValues(SECRET, "zonitel.client-id=a", "zonitel.access-token=b",
						"zonitel.sms.webhook.public-base-url=" + url, property + "=${MY_VARIABLE}")
				.run((context) -> {
					FailureAnalysis analysis = analyze(context.getStartupFailure());
					assertThat(analysis.getDescription())
						.isEqualTo("The property '" + property + "' refers to '${MY_VARIABLE}', which is not set.");
					assertThat(analysis.getAction()).contains("'MY_VARIABLE'");
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "public-base-url,${MY_VARIABLE}", "public-base-url,https://${MY_VARIABLE}/app",
			"public-url,https://sms.example.com/${MY_VARIABLE}", "acknowledge-within,${MY_VARIABLE}",
			"secret-location,${MY_VARIABLE}" })
	void valueThatHoldsAPlaceholderForNothingFailsWithTheVariableToSet(String property, String value) {
		this.contextRunner
			.withPropertyValues(SECRET, "zonitel.client-id=a", "zonitel.access-token=b",
					"zonitel.sms.webhook." + property + "=" + value)
			.run((context) -> {
				FailureAnalysis analysis = StartupFailures.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).isEqualTo("The property 'zonitel.sms.webhook." + property
						+ "' refers to '${MY_VARIABLE}', which is not set.");
				assertThat(analysis.getAction()).contains("'MY_VARIABLE'");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "0123456789abcdef 0123456789abcdef", "0123456789abcdef\t0123456789abcdef",
			"0123456789abcdef\u00e40123456789abcdef", "0123456789abcdef\u00000123456789abcdef" })
	void secretThatMayNotComeBackUnchangedFailsWithoutShowingIt(String secret) {
		this.contextRunner.withPropertyValues("zonitel.sms.webhook.secrets[0]=" + secret)
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.startsWith("The property 'zonitel.sms.webhook.secrets[0]' holds white space or characters other than")
				.doesNotContain("0123456789"));
	}

	@ParameterizedTest
	@CsvSource({ "http://sms.example.com,must start with 'https://'", "https://localhost,must have a public host name",
			"https://10.0.0.1,must have a public host name", "https://intranet,must have a public host name",
			"https://user@sms.example.com,must not hold user information" })
	void urlThatZonitelCannotCallFails(String url, String reason) {
		for (String property : new String[] { "public-base-url", "public-url" }) {
			this.contextRunner
				.withPropertyValues(SECRET, "zonitel.client-id=a", "zonitel.access-token=b",
						"zonitel.sms.webhook." + property + "=" + url)
				.run((context) -> {
					FailureAnalysis analysis = analyze(context.getStartupFailure());
					assertThat(analysis.getDescription())
						.contains("The property 'zonitel.sms.webhook." + property + "' " + reason);
					assertThat(analysis.getAction()).contains("https://sms.example.com");
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "public-base-url,https://a.example/webhooks/zonitel/sms,the path of the webhook",
			"public-base-url,https://a.example/shop/webhooks/zonitel/sms/,the path of the webhook",
			"public-base-url,https://a.example?a=b,has a query", "public-url,https://a.example/sms?token=b,'token'",
			"public-url,https://a.example/sms?a=b&token,'token'" })
	void urlThatWouldBeCompletedToAWrongOneFails(String property, String url, String reason) {
		this.contextRunner
			.withPropertyValues(SECRET, "zonitel.client-id=a", "zonitel.access-token=b",
					"zonitel.sms.webhook." + property + "=" + url)
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.startsWith("The property 'zonitel.sms.webhook." + property + "' ")
				.contains(reason));
	}

	@ParameterizedTest
	@CsvSource({ "http://api.zonitel.com,true", "http://8.8.8.8,true", "https://api.zonitel.com,false",
			"http://localhost:8080,false", "http://10.0.0.1,false", "http://zonitel,false" })
	void tokenIsSentInClearToNoPublicHost(String baseUrl, boolean fails) {
		this.contextRunner
			.withPropertyValues(SECRET, "zonitel.client-id=a", "zonitel.access-token=b",
					"zonitel.sms.webhook.public-base-url=https://sms.example.com", "zonitel.api.base-url=" + baseUrl)
			.run((context) -> {
				if (fails) {
					assertThat(analyze(context.getStartupFailure()).getDescription())
						.contains("'zonitel.api.base-url' starts with 'http://'");
				}
				else {
					assertThat(context).hasNotFailed();
				}
			});
	}

	@Test
	void serviceLinksOfKubernetesDoNotMatter(CapturedOutput output) {
		WebApplicationContextRunner kubernetes = this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment",
						new SystemEnvironmentPropertySource("systemEnvironment",
								Map.of("ZONITEL_SERVICE_HOST", "10.0.0.1", "ZONITEL_PORT", "tcp://10.0.0.1:80",
										"ZONITEL_API_PORT", "tcp://10.0.0.1:80", "ZONITEL_SMS_SERVICE_HOST",
										"10.0.0.1"))));
		kubernetes.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(SmsWebhookReceiver.class);
			assertThat(output).containsOnlyOnce("Zonitel SMS is inactive");
		});
		kubernetes.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).hasSingleBean(SmsWebhookReceiver.class));
	}

	@ParameterizedTest
	@CsvSource({ "inbox.type,''", "inbox.type,' memory '", "webhook.secret-location,'path '",
			"webhook.authentication,' secret'", "webhook.authentication,''", "registration.mode,' off '" })
	void blanksAroundAValueDoNotMatter(String property, String value) {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("blanks", Map.of("zonitel.sms." + property, value))))
			.withPropertyValues(SECRET)
			.run((context) -> {
				assertThat(context).hasSingleBean(SmsInbox.class);
				assertThat(context.getBean(SmsWebhookHandlerMapping.class).getPathPattern())
					.isEqualTo("/webhooks/zonitel/sms" + (value.startsWith("path") ? "/{secret}" : ""));
			});
	}

	@ParameterizedTest
	@CsvSource({ "zonitel.client-id,zonitel.access-token", "zonitel.access-token,zonitel.client-id" })
	void halfACredentialFails(String present, String missing) {
		for (String url : new String[] { "", "https://sms.example.com" }) {
			this.contextRunner
				.withPropertyValues(SECRET, present + "=canary", "zonitel.sms.webhook.public-base-url=" + url)
				.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
					.contains("'" + missing + "' is not set")
					.doesNotContain("canary"));
		}
	}

	@Test
	void missingCredentialFailsOnlyWhereTheWebhookIsToBeRegistered() {
		this.contextRunner.withPropertyValues(SECRET).run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner.withPropertyValues(SECRET, "zonitel.sms.webhook.public-base-url=https://sms.example.com")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("'zonitel.client-id' is not set"));
		this.contextRunner
			.withPropertyValues(SECRET, "zonitel.sms.webhook.public-base-url=https://sms.example.com",
					"zonitel.client-id=a", "zonitel.access-token=canary with spaces")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("'zonitel.access-token' holds characters")
				.doesNotContain("canary"));
	}

	@ParameterizedTest
	@CsvSource({ "webhook.path=sms,must start with '/'", "inbox.capacity=0,must be positive",
			"zonitel.api.base-url=api.zonitel.com,must start with 'https://'",
			"registration.verify-interval=0s,must be positive" })
	void invalidPropertyFails(String property, String reason) {
		this.contextRunner
			.withPropertyValues(SECRET, property.startsWith("zonitel.") ? property : "zonitel.sms." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(reason));
	}

	@Test
	void authenticationIsOffOnlyWhenSpelledOutAndWarnedAbout(CapturedOutput output) {
		this.contextRunner.withPropertyValues("zonitel.sms.webhook.authentication=none").run((context) -> {
			assertThat(context).hasSingleBean(SmsWebhookHandlerMapping.class);
			assertThat(output).contains("WARN").contains("'zonitel.sms.webhook.authentication' is 'none'");
		});
	}

	@Test
	void beansOfTheApplicationWin() {
		this.contextRunner.withPropertyValues("zonitel.sms.webhook.path=/sms")
			.withUserConfiguration(OwnBeans.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(SmsInbox.class).hasBean("ownInbox");
				assertThat(context).hasSingleBean(SmsWebhookAuthenticator.class).hasBean("ownAuthenticator");
			});
	}

	@Test
	void everyBeanGivesWayToOneOfTheApplication() {
		WebApplicationContextRunner runner = this.contextRunner.withPropertyValues(SECRET, "zonitel.client-id=a",
				"zonitel.access-token=b", "zonitel.sms.webhook.public-base-url=https://sms.example.com");
		runner.run((context) -> {
			List<String> names = Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> name.startsWith("zonitelSms"))
				.filter((name) -> context.getType(name) != StartupNotice.class)
				.filter((name) -> !context.getType(name).getName().endsWith("ExcludeFilter")
						&& !context.getType(name).getName().contains("$$Lambda")
						&& context.getType(name) != FilterRegistrationBean.class)
				.toList();
			assertThat(names).hasSizeGreaterThan(8);
			for (String name : names) {
				assertGivesWay(runner, name, context.getType(name));
			}
		});
	}

	@Test
	void filterGivesWayToOneOfTheApplication() {
		this.contextRunner.withPropertyValues(SECRET)
			.withBean("own", SmsWebhookBodyFilter.class)
			.run((context) -> assertThat(context).hasBean("own").doesNotHaveBean("zonitelSmsWebhookBodyFilter"));
	}

	private static <T> void assertGivesWay(WebApplicationContextRunner runner, String name, Class<T> type) {
		runner.withBean("own", type, () -> mock(type))
			.run((context) -> assertThat(context).as(name).hasNotFailed().hasBean("own").doesNotHaveBean(name));
	}

	@Test
	void metadataIsComplete() throws IOException {
		assertThat(resource("META-INF/spring-autoconfigure-metadata.properties"))
			.contains(Arrays.stream(OURS).map(Class::getName).toList());
		assertThat(resource("META-INF/spring-configuration-metadata.json")).contains("\"zonitel.client-id\"",
				"\"zonitel.sms.webhook.secrets\"", "\"zonitel.sms.inbox.type\"",
				"\"zonitel.sms.inbox.jdbc.initialize-schema\"", "\"zonitel.sms.inbox.jdbc.table-prefix\"");
	}

	private static String resource(String name) throws IOException {
		List<URL> urls = Collections.list(ZonitelSmsAutoConfiguration.class.getClassLoader().getResources(name));
		StringBuilder content = new StringBuilder();
		for (URL url : urls) {
			try (InputStream stream = url.openStream()) {
				content.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		return content.toString();
	}

	private static FailureAnalysis analyze(Throwable failure) {
		assertThat(failure).isNotNull();
		return Objects.requireNonNull(new InvalidZonitelConfigurationFailureAnalyzer().analyze(failure));
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		SmsInbox ownInbox() {
			return (SmsNotification notification) -> CompletableFuture.completedStage(Receipt.ACCEPTED);
		}

		@Bean
		SmsWebhookAuthenticator ownAuthenticator() {
			return (SmsWebhookRequest request) -> SmsWebhookAuthentication.refused();
		}

	}

}
