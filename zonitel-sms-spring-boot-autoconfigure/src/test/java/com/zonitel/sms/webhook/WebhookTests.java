package com.zonitel.sms.webhook;

import java.net.http.HttpResponse;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static com.zonitel.sms.webhook.WebhookHost.JSON;
import static com.zonitel.sms.webhook.WebhookHost.PATH;
import static com.zonitel.sms.webhook.WebhookHost.SECRET;
import static com.zonitel.sms.webhook.WebhookHost.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the webhook does in a servlet host and in a reactive one alike.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
class WebhookTests {

	private final WebApplicationType type;

	WebhookTests(WebApplicationType type) {
		this.type = type;
	}

	@Test
	void notificationReachesListenersOnceAndOffTheEventLoop() throws Exception {
		try (WebhookHost host = WebhookHost.start(this.type)) {
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(200);
			HttpResponse<String> duplicate = host.post(TARGET, JSON);
			assertThat(duplicate.statusCode()).isEqualTo(200);
			assertThat(duplicate.body()).isEmpty();
			assertThat(duplicate.headers().firstValue("Cache-Control")).hasValue("no-store");
			assertThat(host.events()).singleElement().isInstanceOf(SmsReceivedEvent.class);
			assertThat(host.calledOnEventLoop()).isFalse();
		}
	}

	@Test
	void hostJacksonSettingsDoNotMatter() throws Exception {
		try (WebhookHost host = WebhookHost.start(this.type, "--spring.jackson.property-naming-strategy=SNAKE_CASE",
				"--spring.jackson.deserialization.fail-on-unknown-properties=true")) {
			assertThat(host.post(TARGET, JSON.replace("{\"id\"", "{\"new\":1,\"id\"")).statusCode()).isEqualTo(200);
			assertThat(host.events()).singleElement()
				.isInstanceOfSatisfying(SmsReceivedEvent.class,
						(event) -> assertThat(event.message().text()).isEqualTo("Hi"));
		}
	}

	@Test
	void strangersAndBadRequestsAreRefused() throws Exception {
		try (WebhookHost host = WebhookHost.start(this.type)) {
			HttpResponse<String> stranger = host.post(PATH + "?token=wrong", JSON);
			assertThat(stranger.statusCode()).isEqualTo(401);
			assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
			assertThat(stranger.body()).isEqualTo("{\"code\":401,\"message\":\"Authentication required\"}");
			assertThat(host.post(PATH, JSON).statusCode()).isEqualTo(401);
			assertThat(host.post(TARGET, "[]").statusCode()).isEqualTo(400);
			assertThat(host.post(TARGET, " ".repeat(70_000) + "{}").statusCode()).isEqualTo(413);
			assertThat(host.send(host.port(), "GET", TARGET, "").statusCode()).isEqualTo(405);
			assertThat(host.events()).isEmpty();
			assertThat(host.post(TARGET, "{}").statusCode()).isEqualTo(200);
			assertThat(host.events()).singleElement().isInstanceOf(SmsUnrecognizedEvent.class);
		}
	}

	@Test
	void secretMayBeASegmentOfThePath() throws Exception {
		try (WebhookHost host = WebhookHost.start(this.type, "--zonitel.sms.webhook.secret-location=path")) {
			assertThat(host.post(PATH + "/" + SECRET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.post(PATH + "/wrong", JSON).statusCode()).isEqualTo(401);
			assertThat(host.events()).hasSize(1);
		}
	}

	@Test
	void failingListenerLeadsTo500SoThatTheNotificationComesAgain() throws Exception {
		try (WebhookHost host = WebhookHost.start(this.type)) {
			host.failOnce();
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(500);
			assertThat(host.post(TARGET, JSON).statusCode()).isEqualTo(200);
			assertThat(host.events()).hasSize(1);
		}
	}

}
