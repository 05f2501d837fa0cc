package com.zonitel.sms.host;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

import com.zonitel.sms.webhook.security.SmsWebhookExchangeMatcher;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how the webhook of a reactive host goes together with Spring Security.
 */
class ReactiveSecurityTests {

	private static final Host.Kind STANDARD = new Host.Kind("", WebApplicationType.REACTIVE, "", List.of(Pages.class),
			List.of(), List.of("spring-boot-tomcat", "spring-boot-actuator"));

	private static final String URL = Probe.WEBHOOK + "?token=" + Host.SECRET;

	@Test
	void secretInThePathIsPermittedOneSegmentDeep() throws Exception {
		try (Host host = Host.start(STANDARD, Host.WITH_STARTER, "--zonitel.sms.webhook.secret-location=path")) {
			assertThat(host.context().getBeansOfType(WebFilterChainProxy.class)).hasSize(1);
			assertThat(post(host, Probe.WEBHOOK + "/" + Host.SECRET)).isEqualTo("200 of the webhook");
			assertThat(post(host, Probe.WEBHOOK + "/wrong")).isEqualTo("401 of the webhook");
			assertThat(post(host, Probe.WEBHOOK)).isEqualTo("403 of the host");
			assertThat(post(host, Probe.WEBHOOK + "/" + Host.SECRET + "/more")).isEqualTo("403 of the host");
		}
	}

	@Test
	void nothingIsPermittedWhenSwitchedOff() throws Exception {
		try (Host host = Host.start(STANDARD, Host.WITH_STARTER, "--zonitel.sms.webhook.security.permit=false")) {
			assertThat(host.context().getBean(WebFilterChainProxy.class).getClass())
				.isEqualTo(WebFilterChainProxy.class);
			assertThat(post(host, URL)).isEqualTo("403 of the host");
			assertThat(host.context().getBean(Pages.class).events()).isEmpty();
		}
	}

	@Test
	void nothingIsPermittedWithoutAuthentication() throws Exception {
		try (Host host = Host.start(STANDARD, "--zonitel.sms.webhook.authentication=NONE")) {
			assertThat(post(host, URL)).isEqualTo("403 of the host");
		}
	}

	@Test
	void hostWritesItsOwnRule() throws Exception {
		Host.Kind kind = STANDARD.with("", OwnRule.class);
		try (Host host = Host.start(kind, Host.WITH_STARTER, "--zonitel.sms.webhook.security.permit=false",
				"--spring.webflux.base-path=/base")) {
			assertThat(post(host, "/base" + URL)).isEqualTo("200 of the webhook");
			assertThat(post(host, "/base" + Probe.WEBHOOK)).isEqualTo("401 of the webhook");
			assertThat(Host.send(host.port(), "GET", "/base" + URL, null).statusCode()).isEqualTo(401);
			assertThat(Host.send(host.port(), "GET", "/base/page", null).statusCode()).isEqualTo(401);
		}
	}

	private static String post(Host host, String path) throws Exception {
		HttpResponse<String> response = Host.send(host.port(), "POST", path, "{}", "Content-Type", "application/json");
		boolean ofWebhook = response.headers().firstValue("Cache-Control").equals(Optional.of("no-store"));
		return response.statusCode() + (ofWebhook ? " of the webhook" : " of the host");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRule {

		@Bean
		@Order(1)
		SecurityWebFilterChain webhook(ServerHttpSecurity http) {
			return http.securityMatcher(new SmsWebhookExchangeMatcher())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

		@Bean
		@Order(2)
		SecurityWebFilterChain everythingElse(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
