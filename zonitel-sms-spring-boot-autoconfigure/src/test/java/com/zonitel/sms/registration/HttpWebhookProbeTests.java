package com.zonitel.sms.registration;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.zonitel.sms.FreePorts;
import com.zonitel.sms.probe.ProbeKey;
import com.zonitel.sms.probe.ProbeProtocol;
import com.zonitel.sms.webhook.SmsWebhookAnswer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpWebhookProbe}.
 */
class HttpWebhookProbeTests {

	private static final ProbeKey KEY = new ProbeKey("0123456789abcdef0123456789abcdef");

	private static final String REFUSAL = new String(SmsWebhookAnswer.UNAUTHORIZED.body(), StandardCharsets.UTF_8);

	private final HttpWebhookProbe probe = new HttpWebhookProbe(() -> List.of(KEY), Duration.ofSeconds(2),
			Duration.ofSeconds(2));

	private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		Authenticator.setDefault(null);
	}

	@Test
	void proofIsReachable() {
		answer((exchange) -> prove(exchange, true));
		ProbeResult result = probe();
		assertThat(result.verdict()).isEqualTo(ProbeVerdict.REACHABLE);
		assertThat(result.took()).isPositive();
		HttpExchange request = this.requests.get(0);
		assertThat(request.getRequestMethod()).isEqualTo("POST");
		assertThat(request.getRequestURI()).hasToString("/hook?token=x");
		assertThat(request.getRequestHeaders().get("Content-Type")).containsExactly(ProbeProtocol.MEDIA_TYPE);
		assertThat(request.getRequestHeaders().get("Content-Length")).containsExactly("0");
		assertThat(request.getRequestHeaders().get("Connection")).containsExactly("close");
	}

	@Test
	void proofWithoutTheSecretIsALostSecret() {
		answer((exchange) -> prove(exchange, false));
		assertThat(probe().verdict()).isEqualTo(ProbeVerdict.SECRET_LOST);
	}

	private static void prove(HttpExchange exchange, boolean secretArrived) throws IOException {
		String challenge = exchange.getRequestHeaders().getFirst(ProbeProtocol.HEADER);
		exchange.getResponseHeaders().set(ProbeProtocol.HEADER, KEY.answer(challenge, secretArrived));
		exchange.sendResponseHeaders(200, -1);
	}

	@ParameterizedTest
	@CsvSource({ "200,WRONG", "204,WRONG", "302,WRONG", "400,WRONG", "401,WRONG", "404,WRONG", "405,WRONG", "415,WRONG",
			"403,UNKNOWN", "408,UNKNOWN", "429,UNKNOWN", "500,UNKNOWN", "502,UNKNOWN", "503,UNKNOWN" })
	void statusOfSomebodyElse(int status, ProbeVerdict verdict) {
		answer((exchange) -> {
			exchange.getResponseHeaders().set("Location", "/elsewhere");
			exchange.getResponseHeaders().set(ProbeProtocol.HEADER, "A".repeat(43));
			exchange.sendResponseHeaders(status, -1);
		});
		ProbeResult result = probe();
		assertThat(result.verdict()).isEqualTo(verdict);
		assertThat(result.reason()).isEqualTo("status " + status);
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void refusalOfAWebhookIsAnotherDeployment() {
		answer((exchange) -> refuse(exchange, "Bearer", REFUSAL));
		assertThat(probe().verdict()).isEqualTo(ProbeVerdict.OTHER_DEPLOYMENT);
	}

	@Test
	void refusalOfSomebodyElseIsWrong() {
		Authenticator.setDefault(new Authenticator() {

			@Override
			protected PasswordAuthentication getPasswordAuthentication() {
				return new PasswordAuthentication("user", "password".toCharArray());
			}

		});
		answer((exchange) -> refuse(exchange, "Basic realm=\"x\"", REFUSAL));
		assertThat(probe().verdict()).isEqualTo(ProbeVerdict.WRONG);
		answer((exchange) -> refuse(exchange, "Bearer", "{\"code\":401,\"message\":\"Go away\"}"));
		assertThat(probe().verdict()).isEqualTo(ProbeVerdict.WRONG);
		answer((exchange) -> refuse(exchange, "Bearer", REFUSAL + " ".repeat(100_000)));
		assertThat(probe().verdict()).isEqualTo(ProbeVerdict.WRONG);
		assertThat(this.requests).hasSize(3)
			.noneMatch((exchange) -> exchange.getRequestHeaders().containsKey("Authorization"));
	}

	private static void refuse(HttpExchange exchange, String scheme, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("WWW-Authenticate", scheme);
		exchange.sendResponseHeaders(401, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	@Test
	void nobodyIsUnknown() throws IOException {
		ProbeResult result = this.probe.probe(url("http://localhost:" + FreePorts.find()));
		assertThat(result.verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
		assertThat(result.reason()).isEqualTo("ConnectException");
		assertThat(this.probe.probe(url("https://no-such-host.invalid")).verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
		assertThat(this.probe.probe(url("ftp://localhost")).verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
		assertThat(this.probe.probe(url("no URL")).verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
	}

	@Test
	void plainTextInsteadOfTlsIsUnknown() {
		answer((exchange) -> exchange.sendResponseHeaders(200, -1));
		ProbeResult result = this.probe.probe(url("https://localhost:" + this.server.getAddress().getPort()));
		assertThat(result.verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
	}

	@Test
	void certificateMustBeTrustedAndNameTheHost(@TempDir Path directory) throws Exception {
		SSLContext original = SSLContext.getDefault();
		HostnameVerifier lenient = HttpsURLConnection.getDefaultHostnameVerifier();
		HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		SSLContext trusting = sslContext(directory.resolve("keys.p12"));
		secure.setHttpsConfigurator(new HttpsConfigurator(trusting));
		secure.createContext("/", (exchange) -> prove(exchange, true));
		secure.start();
		int port = secure.getAddress().getPort();
		try {
			assertThat(this.probe.probe(url("https://localhost:" + port)).verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
			SSLContext.setDefault(trusting);
			HttpsURLConnection.setDefaultHostnameVerifier((hostname, session) -> true);
			assertThat(this.probe.probe(url("https://localhost:" + port)).verdict()).isEqualTo(ProbeVerdict.REACHABLE);
			assertThat(this.probe.probe(url("https://127.0.0.1:" + port)).verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
		}
		finally {
			HttpsURLConnection.setDefaultHostnameVerifier(lenient);
			SSLContext.setDefault(original);
			secure.stop(0);
		}
	}

	private static SSLContext sslContext(Path keys) throws Exception {
		char[] password = "password".toCharArray();
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-alias", "x",
				"-storetype", "PKCS12", "-storepass", "password", "-keystore", keys.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		KeyStore store = KeyStore.getInstance(keys.toFile(), password);
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(store, password);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("x", store.getCertificate("x"));
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
		return context;
	}

	@Test
	void silenceIsUnknownAfterTheTimeout() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			ProbeResult result = this.probe.probe(url("http://localhost:" + silent.getLocalPort()));
			assertThat(result.verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
			assertThat(result.reason()).isEqualTo("SocketTimeoutException");
		}
	}

	@Test
	void closingEndsAProbe() throws Exception {
		HttpWebhookProbe patient = new HttpWebhookProbe(() -> List.of(KEY), Duration.ofMinutes(5),
				Duration.ofMinutes(5));
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			CompletableFuture<ProbeResult> result = CompletableFuture
				.supplyAsync(() -> patient.probe(url("http://localhost:" + silent.getLocalPort())));
			try (Socket connection = silent.accept()) {
				assertThat(connection.getInputStream().read()).isEqualTo('P');
				patient.close();
				assertThat(result.get(30, TimeUnit.SECONDS).verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
			}
		}
		assertThat(patient.probe(url("http://localhost")).verdict()).isEqualTo(ProbeVerdict.UNKNOWN);
	}

	@Test
	void eachProbeHasAConnectionOfItsOwnAndLeavesNoThread() {
		answer((exchange) -> prove(exchange, true));
		Set<String> before = threads();
		for (int i = 0; i < 5; i++) {
			assertThat(probe().verdict()).isEqualTo(ProbeVerdict.REACHABLE);
		}
		assertThat(this.requests).extracting((exchange) -> exchange.getRemoteAddress().getPort())
			.doesNotHaveDuplicates();
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.getName().startsWith("awaitility"))
			.map(Thread::getName)
			.collect(Collectors.toSet());
	}

	@Test
	void challengeIsFreshEachTime() {
		answer((exchange) -> prove(exchange, true));
		probe();
		probe();
		assertThat(this.requests).extracting((exchange) -> exchange.getRequestHeaders().getFirst(ProbeProtocol.HEADER))
			.doesNotHaveDuplicates();
	}

	private ProbeResult probe() {
		return this.probe.probe(url("http://localhost:" + this.server.getAddress().getPort()));
	}

	private static WebhookUrl url(String base) {
		return WebhookUrl.foreign(base + "/hook?token=x");
	}

	private void answer(Handler handler) {
		if (!this.requests.isEmpty()) {
			this.server.removeContext("/");
		}
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				this.requests.add(exchange);
				handler.handle(exchange);
			}
		});
	}

	/**
	 * Answers a request.
	 */
	private interface Handler {

		void handle(HttpExchange exchange) throws IOException;

	}

}
