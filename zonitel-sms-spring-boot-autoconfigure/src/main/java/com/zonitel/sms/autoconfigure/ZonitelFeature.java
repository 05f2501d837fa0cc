package com.zonitel.sms.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.zonitel.sms.autoconfigure.ZonitelSmsInboxProperties.Type;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties.Authentication;
import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.webhook.SecretLocation;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Part of the starter that properties switch on and off.
 *
 * @see ConditionalOnZonitelFeature
 */
public enum ZonitelFeature {

	/**
	 * The starter as a whole: a property below {@code zonitel} is set.
	 */
	ANY {

		@Override
		public boolean isEnabled(Environment environment) {
			return isConfigured(ConfigurationPropertySources.get(environment));
		}

	},

	/**
	 * The webhook.
	 */
	WEBHOOK {

		@Override
		public boolean isEnabled(Environment environment) {
			return ANY.isEnabled(environment) && get(environment, "zonitel.sms.webhook.enabled", true);
		}

	},

	/**
	 * The pass of the webhook through Spring Security.
	 */
	SECURITY_PERMIT {

		@Override
		public boolean isEnabled(Environment environment) {
			return WEBHOOK.isEnabled(environment)
					&& get(environment, "zonitel.sms.webhook.authentication",
							Authentication.SECRET) == Authentication.SECRET
					&& get(environment, "zonitel.sms.webhook.security.permit", true);
		}

	},

	/**
	 * The secret as a part of the path.
	 */
	SECRET_IN_PATH {

		@Override
		public boolean isEnabled(Environment environment) {
			return WEBHOOK.isEnabled(environment) && get(environment, "zonitel.sms.webhook.secret-location",
					SecretLocation.QUERY) == SecretLocation.PATH;
		}

	},

	/**
	 * The inbox in memory.
	 */
	MEMORY_INBOX {

		@Override
		public boolean isEnabled(Environment environment) {
			return WEBHOOK.isEnabled(environment) && inboxType(environment) == Type.MEMORY;
		}

	},

	/**
	 * The inbox in the application's own database.
	 */
	JDBC_INBOX {

		@Override
		public boolean isEnabled(Environment environment) {
			return WEBHOOK.isEnabled(environment) && inboxType(environment) == Type.JDBC;
		}

	},

	/**
	 * The registration at Zonitel.
	 */
	REGISTRATION {

		@Override
		public boolean isEnabled(Environment environment) {
			return WEBHOOK.isEnabled(environment) && get(environment, "zonitel.sms.registration.mode",
					RegistrationMode.ENSURE) != RegistrationMode.OFF;
		}

	};

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zonitel");

	/**
	 * Name of a variable that Kubernetes sets for a service called {@code zonitel}, or
	 * for one whose name begins so.
	 */
	private static final Pattern SERVICE_LINK = Pattern
		.compile("ZONITEL(_[A-Z0-9]+)*_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
				+ "|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

	// names that are looked up in a source that cannot list its names
	private static final List<ConfigurationPropertyName> USUALLY_SET = List.of(
			ConfigurationPropertyName.of("zonitel.client-id"),
			ConfigurationPropertyName.of("zonitel.sms.webhook.secrets"));

	/**
	 * Return whether the feature is enabled.
	 * @param environment the environment
	 * @return whether the feature is enabled
	 */
	public abstract boolean isEnabled(Environment environment);

	/**
	 * Return whether anything of {@code zonitel.*} is set.
	 * @param sources the sources of properties
	 * @return whether the starter is to do anything
	 */
	public static boolean isConfigured(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (containsProperty(source)
					|| USUALLY_SET.stream().anyMatch((name) -> source.getConfigurationProperty(name) != null)) {
				return true;
			}
		}
		return false;
	}

	private static boolean containsProperty(ConfigurationPropertySource source) {
		return (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables)
				? Arrays.stream(variables.getPropertyNames()).anyMatch(ZonitelFeature::isOurVariable)
				: source.containsDescendantOf(PREFIX) == ConfigurationPropertyState.PRESENT;
	}

	private static boolean isOurVariable(String name) {
		String uniform = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
		return uniform.startsWith("ZONITEL_") && !SERVICE_LINK.matcher(uniform).matches();
	}

	private static Type inboxType(Environment environment) {
		return get(environment, "zonitel.sms.inbox.type", Type.MEMORY);
	}

	@SuppressWarnings("unchecked")
	private static <T> T get(Environment environment, String property, T byDefault) {
		return Binder.get(environment).bind(property, (Class<T>) type(byDefault)).orElse(byDefault);
	}

	private static Class<?> type(Object value) {
		return (value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass();
	}

}
