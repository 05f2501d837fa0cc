package com.zonitel.sms.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SimulatedNotification.outboundSms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ZonitelSimulator}, against what Zonitel documents.
 */
class ZonitelSimulatorTests {

	private static final String PATH = "/api/v3/integrations/sms/webhooks";

	private static final String URL = "https://yourdomain.com/api/sms-webhook";

	private final ZonitelSimulator simulator = ZonitelSimulator.start();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void putRegistersAndAnswersAsDocumented() throws Exception {
		HttpResponse<String> response = put("{\"url\":\"" + URL + "\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"data\":{\"url\":\"" + URL
				+ "\"},\"message\":\"Webhook updated successfully\"}");
		assertThat(this.simulator.registeredUrl()).isEqualTo(URL);
	}

	@Test
	void getAnswersAsDocumented() throws Exception {
		this.simulator.register(URL);
		HttpResponse<String> response = get();
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"data\":{\"url\":\"" + URL
				+ "\"},\"message\":\"Webhook retrieved successfully\"}");
	}

	@Test
	void lastWriterWins() throws Exception {
		put("{\"url\":\"https://one.example.com/sms\"}");
		put("{\"url\":\"https://two.example.com/sms\"}");
		assertThat(get().body()).contains("https://two.example.com/sms").doesNotContain("one.example.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"url\":", "{}", "{\"url\":1}", "{\"url\":\"nonsense\"}",
			"{\"url\":\"http://yourdomain.com/sms\"}", "{\"url\":\"ftp://yourdomain.com/sms\"}" })
	void invalidRequestIsAnswered400(String body) throws Exception {
		HttpResponse<String> response = put(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("{\"code\":400,\"message\":\"Invalid request parameters\"}");
		assertThat(this.simulator.registeredUrl()).isNull();
	}

	@Test
	void bothHeadersAreChecked() throws Exception {
		List<HttpRequest.Builder> requests = List.of(HttpRequest.newBuilder(),
				HttpRequest.newBuilder().header("X-Client-Id", ZonitelSimulator.CLIENT_ID),
				HttpRequest.newBuilder().header("Authorization", "Bearer " + ZonitelSimulator.ACCESS_TOKEN),
				HttpRequest.newBuilder()
					.header("Authorization", "Bearer other")
					.header("X-Client-Id", ZonitelSimulator.CLIENT_ID),
				HttpRequest.newBuilder()
					.header("Authorization", "Bearer " + ZonitelSimulator.ACCESS_TOKEN)
					.header("X-Client-Id", "other"));
		for (HttpRequest.Builder request : requests) {
			HttpResponse<String> response = send(request.uri(uri(PATH)).GET());
			assertThat(response.statusCode()).isEqualTo(401);
			assertThat(response.body()).isEqualTo("{\"code\":401,\"message\":\"Authentication required\"}");
		}
	}

	@Test
	void documentedErrorsHaveTheDocumentedBodies() throws Exception {
		this.simulator.failNext(ApiFault.badRequest(), ApiFault.unauthenticated(), ApiFault.accessDenied(),
				ApiFault.serverError());
		assertThat(get().body()).isEqualTo("{\"code\":400,\"message\":\"Invalid request parameters\"}");
		assertThat(get().body()).isEqualTo("{\"code\":401,\"message\":\"Authentication required\"}");
		assertThat(get().body()).isEqualTo("{\"code\":403,\"message\":\"Access denied\"}");
		assertThat(get().body()).isEqualTo("{\"code\":500,\"message\":\"An internal server error occurred\"}");
		assertThat(get().statusCode()).isEqualTo(200);
		assertThat(this.simulator.apiCalls()).extracting(ApiCall::status).containsExactly(400, 401, 403, 500, 200);
	}

	@Test
	void standingFaultEndsWithReset() throws Exception {
		this.simulator.failAlways(ApiFault.rateLimited(Duration.ofSeconds(7)));
		assertThat(get().headers().firstValue("Retry-After")).hasValue("7");
		assertThat(get().statusCode()).isEqualTo(429);
		this.simulator.reset();
		assertThat(get().statusCode()).isEqualTo(200);
	}

	@Test
	void callThatIsResetOrHangsHasNoAnswer() throws Exception {
		this.simulator.failAlways(ApiFault.reset());
		assertThatExceptionOfType(IOException.class).isThrownBy(this::get);
		this.simulator.failAlways(ApiFault.hang());
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send(authenticated().timeout(Duration.ofMillis(300)).GET()));
		assertThat(this.simulator.apiCalls()).extracting(ApiCall::status).hasSizeGreaterThan(1).containsOnly(0);
	}

	@Test
	void anotherUrlCanWinTheRace() throws Exception {
		this.simulator.failNext(ApiFault.registersInstead("https://elsewhere.example.com/sms"));
		assertThat(put("{\"url\":\"" + URL + "\"}").body()).contains(URL);
		assertThat(get().body()).contains("https://elsewhere.example.com/sms");
	}

	@Test
	void whatIsNotDocumentedIsNotSimulated() throws Exception {
		assertThat(send(authenticated().DELETE()).statusCode()).isEqualTo(501);
		assertThat(send(authenticated().uri(uri(PATH + "/1")).GET()).statusCode()).isEqualTo(501);
		assertThat(this.simulator.apiCalls()).isEmpty();
	}

	@Test
	void callsShowNoSecret() throws Exception {
		put("{\"url\":\"" + URL + "?token=secret\"}");
		put("{\"url\":\"" + URL + "/0123456789-0123456789-0123456789-secret\"}");
		assertThat(this.simulator.apiCalls()).extracting(ApiCall::toString)
			.containsExactly("PUT " + PATH + " with url " + URL + "?*** answered 200",
					"PUT " + PATH + " with url " + URL + "/*** answered 200");
	}

	@Test
	void notificationHasTheDocumentedShape() {
		String id = "11111111-aaaa-2222-bbbb-333333333333";
		assertThat(inboundSms().id(id).toJson()).isEqualTo("{\"status\":\"received\",\"data\":{\"id\":\"" + id
				+ "\",\"segments\":1,\"direction\":\"inbound\",\"messageText\":\"Hello, this is a test SMS\","
				+ "\"from\":\"+10000000010\",\"to\":\"+10000000020\",\"medias\":[]},"
				+ "\"message\":\"SMS message received successfully\"}");
		assertThat(outboundSms().id("44444444-cccc-5555-dddd-666666666666")
			.text("Test outbound SMS with media")
			.mediaUrls("https://example.com/media1.jpg")
			.delivered()
			.toJson())
			.isEqualTo("{\"status\":\"delivered\",\"data\":{\"id\":\"44444444-cccc-5555-dddd-666666666666\","
					+ "\"segments\":1,\"direction\":\"outbound\",\"messageText\":\"Test outbound SMS with media\","
					+ "\"from\":\"+10000000020\",\"to\":\"+10000000030\","
					+ "\"medias\":[\"https://example.com/media1.jpg\"]},"
					+ "\"message\":\"SMS message delivered successfully\"}");
	}

	@Test
	void notificationIsPostedToTheRegisteredUrl() throws Exception {
		try (Receiver receiver = new Receiver(200)) {
			put("{\"url\":\"" + receiver.url() + "\"}");
			SimulatedNotification sms = inboundSms().text("Grüße");
			Acknowledgement acknowledgement = this.simulator.deliver(sms);
			assertThat(acknowledgement.isAcknowledged()).isTrue();
			assertThat(receiver.requests.poll()).isEqualTo("POST /sms?token=t application/json " + sms.toJson());
			assertThat(this.simulator.deliveries()).extracting(Delivery::acknowledgement)
				.containsExactly(acknowledgement);
		}
	}

	@Test
	void anythingButA200IsNoAcknowledgement() throws Exception {
		try (Receiver receiver = new Receiver(202)) {
			this.simulator.register(receiver.url());
			Acknowledgement acknowledgement = this.simulator.deliver(inboundSms());
			assertThat(acknowledgement.status()).isEqualTo(202);
			assertThat(acknowledgement.isAcknowledged()).isFalse();
		}
	}

	@Test
	void nobodyListeningIsNoAnswer() {
		this.simulator.register("http://localhost:1/sms");
		assertThat(this.simulator.deliver(inboundSms()).failure()).isEqualTo("ConnectException");
	}

	@Test
	void deliveryNeedsARegistration() {
		assertThatIllegalStateException().isThrownBy(() -> this.simulator.deliver(inboundSms()));
	}

	@Test
	void controlEndpointsSendNotifications() throws Exception {
		assertThat(control("/simulator/inbound", "").statusCode()).isEqualTo(409);
		try (Receiver receiver = new Receiver(200)) {
			this.simulator.register(receiver.url());
			assertThat(control("/simulator/inbound", "{\"from\":\"+15550100010\",\"text\":\"Hi\"}").body())
				.contains("\"status\":\"received\",\"answer\":200");
			assertThat(receiver.requests.poll()).contains("\"messageText\":\"Hi\"", "\"from\":\"+15550100010\"");
			assertThat(control("/simulator/outbound", "{\"outcome\":\"failed\"}").statusCode()).isEqualTo(200);
			assertThat(receiver.requests.poll()).contains("\"status\":\"sent\"");
			assertThat(receiver.requests.poll()).contains("\"status\":\"failed\"");
			assertThat(control("/simulator/outbound", "{\"outcome\":\"unknown\"}").statusCode()).isEqualTo(400);
			assertThat(control("/simulator/inbound", "nonsense").statusCode()).isEqualTo(400);
			assertThat(receiver.requests).isEmpty();
		}
		assertThat(send(HttpRequest.newBuilder(uri("/simulator")).GET()).body()).contains("/sms?***")
			.doesNotContain("token=t");
	}

	@Test
	void controlEndpointsAreNotForOtherSites() throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri("/simulator/inbound"))
			.header("Origin", "https://evil.example.com");
		assertThat(send(request.POST(BodyPublishers.noBody())).statusCode()).isEqualTo(403);
	}

	private HttpResponse<String> put(String body) throws Exception {
		return send(authenticated().header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> get() throws Exception {
		return send(authenticated().GET());
	}

	private HttpResponse<String> control(String path, String body) throws Exception {
		return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder authenticated() {
		return HttpRequest.newBuilder(uri(PATH))
			.header("Authorization", "Bearer " + ZonitelSimulator.ACCESS_TOKEN)
			.header("X-Client-Id", ZonitelSimulator.CLIENT_ID);
	}

	private URI uri(String path) {
		return this.simulator.baseUrl().resolve(path);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
