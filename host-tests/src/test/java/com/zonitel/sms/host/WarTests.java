package com.zonitel.sms.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.zonitel.sms.test.ZonitelSimulator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that are WARs in an external Tomcat.
 */
class WarTests {

	private static final Duration LONGEST = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	@Test
	void eachRegistersItsOwnPathHearsItsOwnSmsAndLeavesNothingBehind() throws Exception {
		try (ZonitelSimulator one = ZonitelSimulator.start();
				ZonitelSimulator two = ZonitelSimulator.start();
				ExternalTomcat tomcat = new ExternalTomcat(this.directory)) {
			deploy(tomcat, "one", one);
			deploy(tomcat, "two", two);
			awaitRegistration(tomcat, "one", one);
			awaitRegistration(tomcat, "two", two);
			assertThat(tomcat.output()).contains("SMS webhook available at '/one/webhooks/zonitel/sms'")
				.contains("SMS webhook available at '/two/webhooks/zonitel/sms'");
			assertThat(one.deliver(inboundSms().text("to one")).status()).isEqualTo(200);
			assertThat(two.deliver(inboundSms().text("to two")).status()).isEqualTo(200);
			assertThat(tomcat.output()).containsOnlyOnce("one heard: to one").containsOnlyOnce("two heard: to two");
			assertThat(tomcat.manage("reload?path=/one")).startsWith("OK");
			assertThat(one.deliver(inboundSms().text("to one again")).status()).isEqualTo(200);
			assertThat(tomcat.manage("undeploy?path=/one")).startsWith("OK");
			assertThat(tomcat.manage("undeploy?path=/two")).startsWith("OK");
			assertThat(left(tomcat)).isEmpty();
		}
	}

	private static void deploy(ExternalTomcat tomcat, String name, ZonitelSimulator zonitel) throws Exception {
		tomcat.deploy(name, """
				spring.application.name=%s
				spring.main.banner-mode=off
				zonitel.client-id=%s
				zonitel.access-token=%s
				zonitel.api.base-url=%s
				zonitel.sms.webhook.public-base-url=http://localhost:%d
				zonitel.sms.webhook.secrets=%s-%s
				""".formatted(name, ZonitelSimulator.CLIENT_ID, ZonitelSimulator.ACCESS_TOKEN, zonitel.baseUrl(),
				tomcat.port(), name, Host.SECRET));
	}

	private static void awaitRegistration(ExternalTomcat tomcat, String name, ZonitelSimulator zonitel) {
		Awaitility.await()
			.atMost(LONGEST)
			.untilAsserted(() -> assertThat(zonitel.registeredUrl())
				.isEqualTo("http://localhost:%d/%s/webhooks/zonitel/sms?token=%s-%s".formatted(tomcat.port(), name,
						name, Host.SECRET)));
	}

	private static List<String> left(ExternalTomcat tomcat) throws IOException {
		return tomcat.output()
			.lines()
			.filter((line) -> line.contains("memory leak") || line.contains("Illegal access"))
			.toList();
	}

}
