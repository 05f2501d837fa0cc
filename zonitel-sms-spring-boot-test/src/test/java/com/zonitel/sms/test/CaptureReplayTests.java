package com.zonitel.sms.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;
import static com.zonitel.sms.test.SmsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that what was captured can be sent again.
 */
@SpringBootTest(classes = Host.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureZonitelSimulator
@DirtiesContext
class CaptureReplayTests {

	@TempDir
	static Path directory;

	@Autowired
	ZonitelSimulator simulator;

	@Autowired
	Host host;

	@DynamicPropertySource
	static void capture(DynamicPropertyRegistry properties) {
		properties.add("zonitel.sms.webhook.capture.file", () -> directory.resolve("capture.jsonl"));
	}

	@Test
	void capturedLinesAreSentAgain() throws Exception {
		SimulatedNotification inbound = inboundSms().text("Hello, Zoë").from("+15550177701").dataField("new", 1);
		assertThat(this.simulator.deliver(inbound)).isAcknowledged();
		assertThat(this.simulator.deliver(outboundSms())).isAcknowledged();
		assertThat(this.simulator.deliver(outboundSms().status("queued"))).isAcknowledged();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines().size() == 3);
		this.host.events.clear();
		assertThat(replay(String.join("\n", lines()))).contains("\"status\":\"received\",\"answer\":200",
				"\"status\":\"sent\",\"answer\":200", "\"status\":\"queued\",\"answer\":200");
		assertThat(this.host.events).extracting(Object::getClass)
			.isEqualTo(List.of(SmsReceivedEvent.class, SmsSentEvent.class, SmsUnrecognizedEvent.class));
		SmsEvent event = this.host.events.get(0);
		assertThat(event).hasText("Xxxxx, Xxé").hasFrom("+00000000000");
		assertThat(((SmsReceivedEvent) event).message()).satisfies((message) -> {
			assertThat(message.id()).hasSameSizeAs(inbound.id()).isNotEqualTo(inbound.id());
			assertThat(message.furtherFields()).containsEntry("new", 1);
		});
		assertThat(SimulatedNotification.captured(lines().get(1)).delivered().toJson())
			.contains("\"status\":\"delivered\"", "\"messageText\":\"Xxxx xxxxxxxx XXX\"");
	}

	@Test
	void anythingElseIsRefused() throws Exception {
		for (String line : List.of("", "nonsense", "[]", "{}", "{\"body\":[]}")) {
			assertThatIllegalArgumentException().isThrownBy(() -> SimulatedNotification.captured(line));
		}
		assertThat(replay("nonsense")).contains("\"code\":400");
		assertThat(this.simulator.deliveries()).isEmpty();
	}

	private static List<String> lines() throws IOException {
		return Files.readAllLines(directory.resolve("capture.jsonl"));
	}

	private String replay(String lines) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + "/simulator/replay"))
				.POST(BodyPublishers.ofString(lines))
				.build(), BodyHandlers.ofString())
			.body();
	}

}
