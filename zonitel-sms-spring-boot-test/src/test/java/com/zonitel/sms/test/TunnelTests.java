package com.zonitel.sms.test;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.zonitel.sms.registration.RegistrationState;
import com.zonitel.sms.registration.WebhookRegistration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SmsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for development through a tunnel, as it is documented.
 */
class TunnelTests {

	private static final char[] PASSWORD = "password".toCharArray();

	private final ZonitelSimulator zonitel = ZonitelSimulator.start();

	@AfterEach
	void close() {
		this.zonitel.close();
	}

	@Test
	void registeredUrlFollowsTheTunnelFromStartToStart() {
		startAndAwait("https://one.example.com", RegistrationState.Status.REGISTERED);
		assertThat(this.zonitel.registeredUrl()).startsWith("https://one.example.com/webhooks/zonitel/sms?token=");
		startAndAwait("https://two.example.com", RegistrationState.Status.DIFFERS);
		assertThat(this.zonitel.registeredUrl()).startsWith("https://one.example.com/");
		startAndAwait("https://two.example.com", RegistrationState.Status.REGISTERED,
				"--zonitel.sms.registration.replace=any");
		assertThat(this.zonitel.registeredUrl()).startsWith("https://two.example.com/webhooks/zonitel/sms?token=");
	}

	@Test
	void notificationsComeThroughATunnelThatEndsTls(@TempDir Path directory) throws Exception {
		SSLContext ssl = selfSigned(directory);
		HttpsServer tunnel = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		tunnel.setHttpsConfigurator(new HttpsConfigurator(ssl));
		tunnel.start();
		String url = "https://localhost:" + tunnel.getAddress().getPort();
		try (ConfigurableApplicationContext host = start(url)) {
			int port = ((WebServerApplicationContext) host).getWebServer().getPort();
			tunnel.createContext("/", (exchange) -> forward(exchange, port));
			await(host, RegistrationState.Status.REGISTERED);
			assertThat(this.zonitel.registeredUrl()).startsWith(url);
			this.zonitel.sendThrough(new HttpNotificationSender(HttpClient.newBuilder().sslContext(ssl).build()));
			assertThat(this.zonitel.deliver(inboundSms().text("Hello"))).isAcknowledged();
			assertThat(host.getBean(Host.class).events).singleElement()
				.satisfies((event) -> assertThat(event).hasText("Hello"));
		}
		finally {
			tunnel.stop(0);
		}
	}

	private void startAndAwait(String publicBaseUrl, RegistrationState.Status status, String... args) {
		try (ConfigurableApplicationContext host = start(publicBaseUrl, args)) {
			await(host, status);
		}
	}

	private ConfigurableApplicationContext start(String publicBaseUrl, String... args) {
		List<String> all = new ArrayList<>(
				List.of("--server.port=0", "--zonitel.client-id=" + ZonitelSimulator.CLIENT_ID,
						"--zonitel.access-token=" + ZonitelSimulator.ACCESS_TOKEN,
						"--zonitel.api.base-url=" + this.zonitel.baseUrl(),
						"--zonitel.sms.webhook.secrets=0123456789012345678901234567890123456789",
						"--zonitel.sms.webhook.public-base-url=" + publicBaseUrl));
		all.addAll(List.of(args));
		return SpringApplication.run(Host.class, all.toArray(String[]::new));
	}

	private static void await(ConfigurableApplicationContext host, RegistrationState.Status status) {
		WebhookRegistration registration = host.getBean(WebhookRegistration.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(registration.getState().status()).isEqualTo(status));
	}

	// with the host name of the application, as many tunnels do
	private static void forward(HttpExchange exchange, int port) throws IOException {
		try {
			HttpResponse<byte[]> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + exchange.getRequestURI()))
					.header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
					.header("X-Forwarded-Proto", "https")
					.header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"))
					.POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
					.build(), BodyHandlers.ofByteArray());
			exchange.sendResponseHeaders(answer.statusCode(), -1);
			exchange.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static SSLContext selfSigned(Path directory) throws Exception {
		Path file = directory.resolve("keystore");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "tunnel", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost", "-keystore", file.toString(), "-storepass", String.valueOf(PASSWORD))
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (FileInputStream input = new FileInputStream(file.toFile())) {
			keyStore.load(input, PASSWORD);
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(keyStore, PASSWORD);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(keyStore);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

}
