package com.example.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.test.SimulatedNotification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.springframework.test.web.client.ExpectedCount.twice;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

/**
 * Tests for the recipe of {@link MediaListener}.
 */
class MediaListenerTests {

	private static final String URL = "https://media.example.com/1.jpg";

	private final RestClient.Builder builder = RestClient.builder();

	private final MockRestServiceServer server = MockRestServiceServer.bindTo(this.builder).build();

	@TempDir
	Path directory;

	@Test
	void mediaAreStoredUnderTheSameNameEachTime() throws IOException {
		this.server.expect(twice(), requestTo(URL)).andRespond(withSuccess("picture", MediaType.IMAGE_JPEG));
		MediaListener listener = new MediaListener(this.builder, Set.of("media.example.com"), this.directory);
		SmsReceivedEvent event = event(inboundSms().id("../../etc/passwd").mediaUrls(URL));
		listener.on(event);
		listener.on(event);
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).singleElement().satisfies((file) -> assertThat(file).hasContent("picture"));
		}
	}

	@Test
	void unknownHostsAreNotCalled() {
		MediaListener listener = new MediaListener(this.builder, Set.of("media.example.com"), this.directory);
		for (String url : new String[] { "https://elsewhere.example.com/1.jpg", "http://media.example.com/1.jpg",
				"https://media.example.com@elsewhere.example.com/1.jpg", "file:///etc/passwd" }) {
			assertThatIOException().isThrownBy(() -> listener.on(event(inboundSms().mediaUrls(url))));
		}
	}

	private static SmsReceivedEvent event(SimulatedNotification notification) {
		return (SmsReceivedEvent) notification.toEvent();
	}

}
