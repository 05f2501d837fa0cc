package com.zonitel.sms.host;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.zonitel.sms.SmsReceivedEvent;
import jakarta.servlet.Filter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for hosts with filters that read bodies: every notification is acknowledged and
 * heard once.
 */
class BodyFilterTests {

	private static final String TARGET = Probe.WEBHOOK + "?token=" + Host.SECRET;

	static Stream<Arguments> hosts() {
		return Stream.of("tomcat", "jetty")
			.flatMap((server) -> BodyFilters.all().keySet().stream().map((filter) -> Arguments.of(server, filter)));
	}

	@ParameterizedTest
	@MethodSource("hosts")
	void notificationsAreAcknowledgedAndHeardOnce(String server, String filter) throws Exception {
		Host.Kind kind = new Host.Kind(filter, WebApplicationType.SERVLET, "", List.of(Application.class),
				List.of("--filter=" + filter),
				List.of("spring-boot-security", server.equals("jetty") ? "spring-boot-tomcat" : "spring-boot-jetty"));
		try (Host host = Host.start(kind, Host.WITH_STARTER)) {
			List<String> texts = host.context().getBean(Application.class).texts;
			String large = "large".repeat(5_000);
			assertThat(post(host, "1", "small").statusCode()).isEqualTo(200);
			assertThat(post(host, "2", large).statusCode()).isEqualTo(200);
			assertThat(post(host, "1", "small").statusCode()).isEqualTo(200);
			HttpResponse<String> malformed = Host.send(host.port(), "POST", TARGET, "{", "Content-Type",
					"application/json");
			assertThat(malformed.statusCode()).isEqualTo(400);
			assertThat(malformed.body()).isEqualTo("{\"code\":400,\"message\":\"Invalid request parameters\"}");
			HttpResponse<String> stranger = Host.send(host.port(), "POST", Probe.WEBHOOK, "{}", "Content-Type",
					"application/json");
			assertThat(stranger.statusCode()).isEqualTo(401);
			assertThat(stranger.body()).isEqualTo("{\"code\":401,\"message\":\"Authentication required\"}");
			await().until(() -> texts.size() >= 2);
			assertThat(texts).containsExactly("small", large);
		}
	}

	private static HttpResponse<String> post(Host host, String id, String text) throws Exception {
		String json = """
				{"status":"received","data":{"id":"%s","messageText":"%s","from":"+1","to":"+2"}}""".formatted(id,
				text);
		return Host.send(host.port(), "POST", TARGET, json, "Content-Type", "application/json");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SmsReceivedEvent event) {
			this.texts.add(event.message().text());
		}

		@Bean
		FilterRegistrationBean<Filter> bodyFilter(Environment environment) {
			return new FilterRegistrationBean<>(BodyFilters.all().get(environment.getRequiredProperty("filter")));
		}

	}

}
