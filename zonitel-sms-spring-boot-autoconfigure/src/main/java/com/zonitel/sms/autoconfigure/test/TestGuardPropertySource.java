package com.zonitel.sms.autoconfigure.test;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.registration.PublicUrls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * {@link PropertySource} of a test's context, in which nothing is registered at Zonitel
 * and no secret has to be set. Registration stays on only where the API is on this
 * machine and somebody can be reached at the registered URL: a web server of the
 * application, or the simulator.
 * <p>
 * The source cannot be enumerated, and holds nothing while nothing of {@code zonitel.*}
 * is set elsewhere, so that it does not activate the starter.
 */
final class TestGuardPropertySource extends PropertySource<ConfigurableApplicationContext> {

	private static final String SIMULATOR_PROPERTY_SOURCE = "zonitelSimulator";

	private static final String BASE_URL = "zonitel.api.base-url";

	private static final boolean WEB_SERVER_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.web.server.context.WebServerApplicationContext",
			TestGuardPropertySource.class.getClassLoader());

	private final ConfigurableEnvironment environment;

	private final String random = UUID.randomUUID() + "-" + UUID.randomUUID();

	TestGuardPropertySource(ConfigurableApplicationContext context) {
		super("zonitelTestGuard", context);
		this.environment = context.getEnvironment();
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return switch (name) {
			case "zonitel.sms.registration.mode" -> (isActive() && !mayRegister()) ? "off" : null;
			case "zonitel.sms.registration.probe" -> (isActive() && !hasWebServer()) ? "off" : null;
			case "zonitel.sms.webhook.secrets", "zonitel.client-id", "zonitel.access-token" ->
				(isActive() && !isUsable(name)) ? this.random : null;
			case "zonitel.sms.webhook.public-base-url", "zonitel.sms.webhook.public-url" ->
				(isActive() && isUnresolved(name)) ? "" : null;
			default -> null;
		};
	}

	private boolean isActive() {
		return ZonitelFeature.isConfigured(otherSources());
	}

	private boolean mayRegister() {
		return values(BASE_URL).stream().anyMatch(TestGuardPropertySource::isLoopback)
				&& (hasSimulator() || hasWebServer());
	}

	private static boolean isLoopback(String url) {
		try {
			return PublicUrls.isLoopback(new URI(url));
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private boolean hasSimulator() {
		return this.environment.getPropertySources().contains(SIMULATOR_PROPERTY_SOURCE);
	}

	private boolean hasWebServer() {
		return WEB_SERVER_PRESENT && this.source instanceof WebServerApplicationContext;
	}

	private boolean isUsable(String name) {
		List<String> values = values(name);
		return !values.isEmpty() && values.stream().allMatch(StringUtils::hasText) && !isUnresolved(name);
	}

	private boolean isUnresolved(String name) {
		return values(name).stream().anyMatch((value) -> value.contains("${"));
	}

	/**
	 * Return the values that the other sources hold for a property or for the elements of
	 * a list.
	 */
	private List<String> values(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.of(name);
		for (ConfigurationPropertySource source : otherSources()) {
			List<String> values = values(source, propertyName);
			if (!values.isEmpty()) {
				return values;
			}
		}
		return List.of();
	}

	private List<String> values(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		if (property != null) {
			return List.of(resolve(property));
		}
		List<String> elements = new ArrayList<>();
		while ((property = source.getConfigurationProperty(name.append("[" + elements.size() + "]"))) != null) {
			elements.add(resolve(property));
		}
		return elements;
	}

	private String resolve(ConfigurationProperty property) {
		return this.environment.resolvePlaceholders(property.getValue().toString());
	}

	private List<ConfigurationPropertySource> otherSources() {
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.filter((source) -> source.getUnderlyingSource() != this)
			.toList();
	}

}
