package com.zonitel.sms.host;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

import com.zonitel.sms.webhook.security.SmsWebhookRequestMatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how the webhook of a servlet host goes together with Spring Security.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServletSecurityTests {

	private static final Host.Kind STANDARD = new Host.Kind("", WebApplicationType.SERVLET, "", List.of(Pages.class),
			List.of(), List.of());

	private static final String URL = Probe.WEBHOOK + "?token=" + Host.SECRET;

	@Test
	void springSecurityIsToldWhatToIgnore(CapturedOutput output) {
		try (Host host = Host.start(STANDARD, Host.WITH_STARTER, "--logging.level.org.springframework.security=warn")) {
			assertThat(host.context().getBeansOfType(WebSecurityCustomizer.class))
				.containsOnlyKeys("zonitelSmsWebSecurityCustomizer");
			assertThat(output).containsOnlyOnce("ignore POST to the SMS webhook");
		}
	}

	@Test
	void secretInThePathIsPermittedOneSegmentDeep() throws Exception {
		try (Host host = Host.start(STANDARD, Host.WITH_STARTER, "--zonitel.sms.webhook.secret-location=path")) {
			assertThat(post(host, Probe.WEBHOOK + "/" + Host.SECRET)).isEqualTo("200 of the webhook");
			assertThat(post(host, Probe.WEBHOOK + "/wrong")).isEqualTo("401 of the webhook");
			assertThat(post(host, Probe.WEBHOOK)).isEqualTo("401 of the host");
			assertThat(post(host, Probe.WEBHOOK + "/" + Host.SECRET + "/more")).isEqualTo("401 of the host");
			assertThat(post(host, Probe.WEBHOOK + "/")).isEqualTo("401 of the host");
		}
	}

	@Test
	void firewallOfSpringSecurityStillApplies() throws Exception {
		try (Host host = Host.start(STANDARD, Host.WITH_STARTER)) {
			assertThat(post(host, Probe.WEBHOOK + ";a=b?token=" + Host.SECRET)).isEqualTo("401 of the host");
			assertThat(post(host, "/" + Probe.WEBHOOK + "?token=" + Host.SECRET)).isEqualTo("401 of the host");
		}
	}

	@Test
	void nothingIsPermittedWhenSwitchedOff() throws Exception {
		try (Host host = Host.start(STANDARD, Host.WITH_STARTER, "--zonitel.sms.webhook.security.permit=false")) {
			assertThat(host.context().getBeansOfType(WebSecurityCustomizer.class)).isEmpty();
			assertThat(post(host, URL)).isEqualTo("401 of the host");
			assertThat(host.context().getBean(Pages.class).events()).isEmpty();
		}
	}

	@Test
	void nothingIsPermittedWithoutAuthentication() throws Exception {
		try (Host host = Host.start(STANDARD, "--zonitel.sms.webhook.authentication=NONE")) {
			assertThat(host.context().getBeansOfType(WebSecurityCustomizer.class)).isEmpty();
			assertThat(post(host, URL)).isEqualTo("401 of the host");
		}
	}

	@Test
	void hostWritesItsOwnRule() throws Exception {
		Host.Kind kind = STANDARD.with("", OwnRule.class).withProperties("", "--spring.mvc.servlet.path=/mvc");
		try (Host host = Host.start(kind, Host.WITH_STARTER, "--zonitel.sms.webhook.security.permit=false")) {
			assertThat(post(host, "/mvc" + URL)).isEqualTo("200 of the webhook");
			assertThat(post(host, "/mvc" + Probe.WEBHOOK)).isEqualTo("401 of the webhook");
			assertThat(post(host, URL)).isEqualTo("401 of the host");
			assertThat(Host.send(host.port(), "GET", "/mvc" + URL, null).statusCode()).isEqualTo(401);
			assertThat(Host.send(host.port(), "GET", "/mvc/page", null).statusCode()).isEqualTo(401);
		}
	}

	@Test
	void ruleMatchesNothingWithoutTheStarter() throws Exception {
		try (Host host = Host.start(STANDARD.with("", OwnRule.class), Host.WITHOUT_STARTER)) {
			assertThat(post(host, URL)).isEqualTo("401 of the host");
		}
	}

	// whatever Spring Security refuses ends at its entry point, by way of the error page
	private static String post(Host host, String path) throws Exception {
		HttpResponse<String> response = Host.send(host.port(), "POST", path, "{}", "Content-Type", "application/json");
		boolean ofWebhook = response.headers().firstValue("Cache-Control").equals(Optional.of("no-store"));
		return response.statusCode() + (ofWebhook ? " of the webhook" : " of the host");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRule {

		@Bean
		@Order(1)
		SecurityFilterChain webhook(HttpSecurity http) {
			return http.securityMatcher(new SmsWebhookRequestMatcher())
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain everythingElse(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
