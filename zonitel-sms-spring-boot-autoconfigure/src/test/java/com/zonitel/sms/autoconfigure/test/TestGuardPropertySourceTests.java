package com.zonitel.sms.autoconfigure.test;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestGuardPropertySource}.
 */
class TestGuardPropertySourceTests {

	private static final String MODE = "zonitel.sms.registration.mode";

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private ConfigurableApplicationContext context = new GenericReactiveWebApplicationContext();

	@ParameterizedTest
	@ValueSource(strings = { MODE, "zonitel.sms.registration.probe", "zonitel.sms.webhook.secrets", "zonitel.client-id",
			"zonitel.access-token", "zonitel.sms.webhook.public-base-url" })
	void holdsNothingWhileNothingIsSet(String name) {
		assertThat(get(name)).isNull();
		this.properties.put("zonitels.a", "b");
		assertThat(get(name)).isNull();
	}

	@Test
	void cannotBeListedSoThatItDoesNotActivateTheStarter() {
		assertThat(source()).isNotInstanceOf(EnumerablePropertySource.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.sms.webhook.secrets", "zonitel.client-id", "zonitel.access-token" })
	void standsInForSecretsThatAreMissingBlankOrUnresolved(String name) {
		this.properties.put("zonitel.sms.webhook.enabled", "true");
		assertThat(get(name)).asString().hasSizeGreaterThan(32);
		this.properties.put(name, " ");
		assertThat(get(name)).asString().hasSizeGreaterThan(32);
		this.properties.put(name, "${MISSING}");
		assertThat(get(name)).asString().hasSizeGreaterThan(32);
		this.properties.put(name, "${MISSING:given}");
		assertThat(get(name)).isNull();
		this.properties.put(name, "given");
		assertThat(get(name)).isNull();
	}

	@Test
	void standsInForAListOfWhichOneElementIsUnresolved() {
		this.properties.put("zonitel.sms.webhook.secrets[0]", "given");
		assertThat(get("zonitel.sms.webhook.secrets")).isNull();
		this.properties.put("zonitel.sms.webhook.secrets[1]", "${MISSING}");
		assertThat(get("zonitel.sms.webhook.secrets")).isNotNull();
	}

	@Test
	void standsInWithTheSameValueAgain() {
		this.properties.put("zonitel.sms.webhook.enabled", "true");
		TestGuardPropertySource source = source();
		assertThat(source.getProperty("zonitel.access-token")).isEqualTo(source.getProperty("zonitel.access-token"));
		assertThat(source.getProperty("zonitel.access-token")).isNotEqualTo(get("zonitel.access-token"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.sms.webhook.public-base-url", "zonitel.sms.webhook.public-url" })
	void clearsAUrlThatIsUnresolvedAndLeavesAnyOther(String name) {
		this.properties.put(name, "https://${MISSING}");
		assertThat(get(name)).isEqualTo("");
		this.properties.put(name, "https://sms.example.com");
		assertThat(get(name)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.zonitel.com", "http://10.0.0.1", "not a URL" })
	void registersNothingAtAnApiElsewhere(String baseUrl) {
		this.properties.put("zonitel.api.base-url", baseUrl);
		this.context = new ReactiveWebServerApplicationContext();
		assertThat(get(MODE)).isEqualTo("off");
	}

	@Test
	void registersNothingWhereNoApiIsNamed() {
		this.properties.put("zonitel.client-id", "client");
		this.context = new ReactiveWebServerApplicationContext();
		assertThat(get(MODE)).isEqualTo("off");
	}

	@Test
	void registersAtAnApiOfThisMachineWhereSomebodyCanBeReached() {
		this.properties.put("zonitel.api.base-url", "http://localhost:1234");
		assertThat(get(MODE)).isEqualTo("off");
		assertThat(get("zonitel.sms.registration.probe")).isEqualTo("off");
		this.context = new ReactiveWebServerApplicationContext();
		assertThat(get(MODE)).isNull();
		assertThat(get("zonitel.sms.registration.probe")).isNull();
	}

	@Test
	void registersAtTheSimulatorWithoutAWebServer() {
		this.properties.put("zonitel.api.base-url", "http://localhost:1234");
		this.context.getEnvironment().getPropertySources().addLast(new MapPropertySource("zonitelSimulator", Map.of()));
		assertThat(get(MODE)).isNull();
		assertThat(get("zonitel.sms.registration.probe")).isEqualTo("off");
	}

	@Test
	void leavesAllOtherProperties() {
		this.properties.put("zonitel.client-id", "client");
		assertThat(get("zonitel.sms.inbox.type")).isNull();
		assertThat(get("server.port")).isNull();
	}

	private @Nullable Object get(String name) {
		return source().getProperty(name);
	}

	private TestGuardPropertySource source() {
		MutablePropertySources sources = this.context.getEnvironment().getPropertySources();
		sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		sources.remove("test");
		sources.remove("zonitelTestGuard");
		sources.addLast(new MapPropertySource("test", this.properties));
		TestGuardPropertySource source = new TestGuardPropertySource(this.context);
		sources.addFirst(source);
		return source;
	}

}
