package com.zonitel.sms.autoconfigure.registration;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import com.zonitel.sms.autoconfigure.ConditionalOnWebhookUrl;
import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.InvalidZonitelConfigurationException;
import com.zonitel.sms.autoconfigure.StartupNotice;
import com.zonitel.sms.autoconfigure.WebContextPath;
import com.zonitel.sms.autoconfigure.WebhookSecrets;
import com.zonitel.sms.autoconfigure.ZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsAutoConfiguration;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.client.RestClientZonitelSmsWebhookClient;
import com.zonitel.sms.client.ZonitelCredentials;
import com.zonitel.sms.client.ZonitelSmsWebhookClient;
import com.zonitel.sms.probe.ProbeKeys;
import com.zonitel.sms.registration.DefaultWebhookRegistrar;
import com.zonitel.sms.registration.HttpWebhookProbe;
import com.zonitel.sms.registration.ProbeGuard;
import com.zonitel.sms.registration.PublicUrls;
import com.zonitel.sms.registration.RegistrationMode;
import com.zonitel.sms.registration.RegistrationSchedule;
import com.zonitel.sms.registration.WebhookProbe;
import com.zonitel.sms.registration.WebhookRegistrar;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookRegistrationScheduler;
import com.zonitel.sms.registration.WebhookUrlProvider;
import com.zonitel.sms.webhook.SmsWebhookAuthenticator;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for registering the webhook at
 * Zonitel.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZonitelSmsAutoConfiguration.class,
		afterName = "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication
@ConditionalOnZonitelFeature(ZonitelFeature.WEBHOOK)
@ConditionalOnBean(SmsWebhookReceiver.class)
@EnableConfigurationProperties(ZonitelSmsRegistrationProperties.class)
public final class ZonitelSmsRegistrationAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ZonitelSmsRegistrationAutoConfiguration.class);

	ZonitelSmsRegistrationAutoConfiguration() {
	}

	@Bean
	static LazyInitializationExcludeFilter zonitelSmsRegistrationLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(WebhookRegistrationScheduler.class, StartupNotice.class);
	}

	@Bean
	StartupNotice zonitelSmsUnregisteredNotice(ZonitelProperties zonitel, ZonitelSmsRegistrationProperties properties,
			ObjectProvider<WebhookRegistration> registration) {
		if (registration.getIfAvailable() != null) {
			return StartupNotice.NONE;
		}
		ConfiguredZonitelCredentials.checkComplete(zonitel);
		boolean off = (properties.getMode() == RegistrationMode.OFF);
		return new StartupNotice("SMS webhook is not registered at Zonitel, since " + (off
				? "'zonitel.sms.registration.mode' is 'off'" : "'zonitel.sms.webhook.public-base-url' is not set"));
	}

	/**
	 * Configuration for a webhook that is to be registered.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnZonitelFeature(ZonitelFeature.REGISTRATION)
	@ConditionalOnWebhookUrl
	static class RegisteredConfiguration {

		private static final Duration START_DELAY = Duration.ofSeconds(1);

		@Bean
		@ConditionalOnMissingBean(WebhookUrlProvider.class)
		ConfiguredWebhookUrlProvider zonitelSmsWebhookUrlProvider(ZonitelProperties zonitel,
				ZonitelSmsWebhookProperties webhook, WebhookSecrets secrets, ApplicationContext context) {
			return new ConfiguredWebhookUrlProvider(webhook, secrets, paths(webhook, context),
					PublicUrls.isLoopback(zonitel.getApi().getBaseUrl()));
		}

		private static List<String> paths(ZonitelSmsWebhookProperties webhook, ApplicationContext context) {
			String servletPath = (context instanceof ReactiveWebApplicationContext) ? ""
					: context.getEnvironment().getProperty("spring.mvc.servlet.path", "");
			return List.of(WebContextPath.of(context), servletPath, webhook.getPath());
		}

		@Bean
		@ConditionalOnMissingBean(ZonitelCredentials.class)
		ConfiguredZonitelCredentials zonitelCredentials(ZonitelProperties properties) {
			return new ConfiguredZonitelCredentials(properties);
		}

		@Bean
		@ConditionalOnMissingBean(ZonitelSmsWebhookClient.class)
		RestClientZonitelSmsWebhookClient zonitelSmsWebhookClient(ZonitelProperties properties,
				ZonitelCredentials credentials, ObjectProvider<RestClient.Builder> restClientBuilder,
				ObjectProvider<HttpClientSettings> httpClientSettings, ObjectProvider<SslBundles> sslBundles,
				ApplicationContext context) {
			ZonitelProperties.Api api = properties.getApi();
			checkConfidential(api.getBaseUrl());
			SslBundle sslBundle = (api.getSsl().getBundle() != null)
					? sslBundles.getObject().getBundle(api.getSsl().getBundle()) : null;
			Supplier<RestClient> restClient = () -> restClientBuilder.getIfUnique(RestClient::builder)
				.requestFactory(ApiTransport.of(context)
					.build(settings(httpClientSettings.getIfUnique(HttpClientSettings::defaults), api, sslBundle)))
				.build();
			Supplier<RestClient> plainClient = () -> RestClient.builder()
				.requestFactory(ClientHttpRequestFactoryBuilder.simple()
					.build(settings(HttpClientSettings.defaults(), api, sslBundle)))
				.build();
			return new RestClientZonitelSmsWebhookClient(restClient, plainClient, api.getBaseUrl(), credentials);
		}

		private static void checkConfidential(URI baseUrl) {
			if ("http".equalsIgnoreCase(baseUrl.getScheme()) && PublicUrls.isPublic(baseUrl)) {
				throw new InvalidZonitelConfigurationException(
						"The property 'zonitel.api.base-url' starts with 'http://' and has a public host, so that"
								+ " everybody on the way could read the access token.",
						"Start it with 'https://', or remove it to call Zonitel. Only an API on this machine or in a"
								+ " private network, such as a simulator, may be called with 'http://'.");
			}
		}

		private static HttpClientSettings settings(HttpClientSettings host, ZonitelProperties.Api api,
				@Nullable SslBundle sslBundle) {
			HttpClientSettings settings = host.withTimeouts(api.getConnectTimeout(), api.getReadTimeout())
				.withRedirects(HttpRedirects.DONT_FOLLOW);
			return (sslBundle != null) ? settings.withSslBundle(sslBundle) : settings;
		}

		@Bean
		@ConditionalOnMissingBean(WebhookRegistrar.class)
		DefaultWebhookRegistrar zonitelSmsWebhookRegistrar(WebhookUrlProvider urlProvider,
				ZonitelSmsWebhookClient client) {
			return new DefaultWebhookRegistrar(urlProvider, client, Clock.systemUTC());
		}

		@Bean
		@ConditionalOnMissingBean
		WebhookRegistration zonitelSmsWebhookRegistration(ZonitelSmsRegistrationProperties properties,
				ZonitelProperties zonitel, WebhookRegistrar registrar, WebhookUrlProvider urlProvider,
				SmsWebhookAuthenticator authenticator, ApplicationEventPublisher publisher) {
			Clock clock = Clock.systemUTC();
			WebhookProbe probe = properties.isProbe() ? probe(authenticator, zonitel.getApi()) : null;
			return new WebhookRegistration(registrar, properties.getMode(), properties.getReplace(), publisher, clock,
					(probe != null) ? new ProbeGuard(urlProvider, probe, clock) : null);
		}

		private static @Nullable WebhookProbe probe(SmsWebhookAuthenticator authenticator, ZonitelProperties.Api api) {
			if (authenticator instanceof ProbeKeys keys) {
				return new HttpWebhookProbe(keys, api.getConnectTimeout(), api.getReadTimeout());
			}
			logger.info("SMS webhook is registered without a probe of its public URL, since its authenticator does not"
					+ " provide the keys");
			return null;
		}

		@Bean
		@ConditionalOnMissingBean
		WebhookRegistrationScheduler zonitelSmsWebhookRegistrationScheduler(ZonitelSmsRegistrationProperties properties,
				WebhookRegistration registration, ApplicationContext applicationContext) {
			ZonitelSmsRegistrationProperties.Retry retry = properties.getRetry();
			RegistrationSchedule schedule = new RegistrationSchedule(START_DELAY, retry.getInitialDelay(),
					retry.getMultiplier(), retry.getMaxDelay(), properties.getVerifyInterval());
			return new WebhookRegistrationScheduler(applicationContext, registration, schedule,
					properties.isFailFast());
		}

	}

}
