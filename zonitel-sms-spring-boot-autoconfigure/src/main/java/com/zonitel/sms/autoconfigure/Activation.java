package com.zonitel.sms.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

/**
 * Tells whether the starter is active: it is as soon as anything of {@code zonitel.*} is
 * set.
 */
public final class Activation {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zonitel");

	// for sources that cannot list what they hold
	private static final List<ConfigurationPropertyName> TELLING = List.of(
			ConfigurationPropertyName.of("zonitel.client-id"),
			ConfigurationPropertyName.of("zonitel.sms.webhook.secrets"));

	private Activation() {
	}

	/**
	 * Return whether anything of {@code zonitel.*} is set in the environment.
	 * @param environment the environment
	 * @return whether the starter is active
	 */
	public static boolean isActive(Environment environment) {
		return isActive(ConfigurationPropertySources.get(environment));
	}

	/**
	 * Return whether anything of {@code zonitel.*} is set in the sources.
	 * @param sources the sources of properties
	 * @return whether the starter is active
	 */
	public static boolean isActive(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (source.containsDescendantOf(PREFIX) == ConfigurationPropertyState.PRESENT
					|| TELLING.stream().anyMatch((name) -> source.getConfigurationProperty(name) != null)) {
				return true;
			}
		}
		return false;
	}

}
