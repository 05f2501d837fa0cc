package com.zonitel.sms.autoconfigure.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

import com.zonitel.sms.registration.FakeZonitelApi;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestGuardContextCustomizer}: tests as the users of the starter have
 * them, run as Spring's test framework runs them.
 */
class TestGuardContextCustomizerTests {

	private static final FakeZonitelApi api = new FakeZonitelApi();

	private final ProxySelector proxies = ProxySelector.getDefault();

	@BeforeEach
	void sendAllToTheApi() {
		ProxySelector.setDefault(new ApiInPlaceOfTheInternet());
	}

	@AfterEach
	void restoreProxies() {
		ProxySelector.setDefault(this.proxies);
	}

	@Test
	void applicationRegistersAndItsTestsDoNot() {
		int calls = api.calls();
		assertThat(load(ProductionsProperties.class).getBean(SmsWebhookReceiver.class)).isNotNull();
		assertThat(load(ProductionsPropertiesAndPort.class).getBean(SmsWebhookReceiver.class)).isNotNull();
		assertThat(api.calls()).isEqualTo(calls);
		SpringApplication application = new SpringApplication(Application.class);
		application.addInitializers(new ProductionsEnvironment());
		application.run("--server.port=0").close();
		assertThat(api.registered())
			.isEqualTo("https://sms.example.com/webhooks/zonitel/sms?token=0123456789abcdef0123456789abcdef");
	}

	@Test
	void placeholdersNeedNoVariables() {
		int calls = api.calls();
		assertThat(load(PropertiesOfTheReadme.class).getBean(SmsWebhookReceiver.class)).isNotNull();
		assertThat(api.calls()).isEqualTo(calls);
	}

	@Test
	void secretsNeedNotBeSet() {
		assertThat(load(SecretsInProductionOnly.class).getBean(SmsWebhookReceiver.class)).isNotNull();
	}

	@Test
	void webServerIsRegisteredAtAnApiOfThisMachine() {
		api.register(null);
		load(ApiOfThisMachine.class);
		Awaitility.await().until(() -> api.registered() != null);
		assertThat(api.registered()).startsWith("https://sms.example.com/webhooks/zonitel/sms?token=");
	}

	@Test
	void mockWebEnvironmentIsNotRegistered() {
		int calls = api.calls();
		load(ApiOfThisMachineWithoutPort.class);
		assertThat(api.calls()).isEqualTo(calls);
	}

	@Test
	void hostWithoutPropertiesStaysInactive() {
		ApplicationContext context = load(NothingSet.class);
		assertThat(context.getBeanProvider(SmsWebhookReceiver.class).getIfAvailable()).isNull();
		assertThat(context.getEnvironment().getProperty("zonitel.sms.webhook.secrets")).isNull();
	}

	@Test
	void contextsStayCached() {
		assertThat(load(ProductionsProperties.class)).isSameAs(load(SameProperties.class));
	}

	private static ApplicationContext load(Class<?> test) {
		return new TestContextManager(test).getTestContext().getApplicationContext();
	}

	/**
	 * Host as it is generated, with the starter and nothing else.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@SpringBootTest(classes = Application.class)
	@ContextConfiguration(initializers = ProductionsEnvironment.class)
	static class ProductionsProperties {

	}

	@SpringBootTest(classes = Application.class)
	@ContextConfiguration(initializers = ProductionsEnvironment.class)
	static class SameProperties {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	@ContextConfiguration(initializers = ProductionsEnvironment.class)
	static class ProductionsPropertiesAndPort {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "zonitel.client-id=00000000-0000-4000-8000-000000000000",
					"zonitel.access-token=${UNSET_ACCESS_TOKEN}", "zonitel.sms.webhook.secrets=${UNSET_SECRETS}",
					"zonitel.sms.webhook.public-base-url=${UNSET_URL}" })
	static class PropertiesOfTheReadme {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "zonitel.client-id=00000000-0000-4000-8000-000000000000",
					"zonitel.sms.webhook.public-base-url=https://sms.example.com" })
	static class SecretsInProductionOnly {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "zonitel.sms.webhook.public-base-url=https://sms.example.com")
	static class ApiOfThisMachine {

		@DynamicPropertySource
		static void api(DynamicPropertyRegistry registry) {
			registry.add("zonitel.api.base-url", api::baseUrl);
		}

	}

	@SpringBootTest(classes = Application.class, properties = {
			"zonitel.sms.webhook.public-base-url=https://sms.example.com", "zonitel.sms.registration.fail-fast=true" })
	static class ApiOfThisMachineWithoutPort {

		@DynamicPropertySource
		static void api(DynamicPropertyRegistry registry) {
			registry.add("zonitel.api.base-url", api::baseUrl);
		}

	}

	@SpringBootTest(classes = Application.class)
	static class NothingSet {

	}

	/**
	 * What the environment of a machine holds that production is deployed from.
	 */
	static class ProductionsEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("ZONITEL_CLIENT_ID", "00000000-0000-4000-8000-000000000000",
										"ZONITEL_ACCESS_TOKEN", "token", "ZONITEL_API_BASEURL",
										"http://api.zonitel.internal", "ZONITEL_SMS_WEBHOOK_SECRETS",
										"0123456789abcdef0123456789abcdef", "ZONITEL_SMS_WEBHOOK_PUBLICBASEURL",
										"https://sms.example.com", "ZONITEL_SMS_REGISTRATION_MODE", "ensure",
										"ZONITEL_SMS_REGISTRATION_FAILFAST", "true",
										"SPRING_HTTP_CLIENTS_IMPERATIVE_FACTORY", "jdk")));
		}

	}

	/**
	 * {@link ProxySelector} that has every address of the internet answered by the API.
	 */
	private static final class ApiInPlaceOfTheInternet extends ProxySelector {

		@Override
		public List<Proxy> select(URI uri) {
			URI target = URI.create(api.baseUrl());
			return List.of(uri.getHost().endsWith(".internal")
					? new Proxy(Proxy.Type.HTTP, new InetSocketAddress(target.getHost(), target.getPort()))
					: Proxy.NO_PROXY);
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException ex) {
		}

	}

}
