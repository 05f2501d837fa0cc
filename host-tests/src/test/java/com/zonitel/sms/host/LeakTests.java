package com.zonitel.sms.host;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;
import com.zonitel.sms.registration.ReplacePolicy;
import com.zonitel.sms.registration.WebhookRegisteredEvent;
import com.zonitel.sms.registration.WebhookRegistration;
import com.zonitel.sms.registration.WebhookRegistrationFailedEvent;
import com.zonitel.sms.registration.WebhookReplacedElsewhereEvent;
import com.zonitel.sms.test.ApiFault;
import com.zonitel.sms.test.SimulatedNotification;
import com.zonitel.sms.test.ZonitelSimulator;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that secrets, credentials, phone numbers and texts stay where they belong.
 */
@ExtendWith(OutputCaptureExtension.class)
class LeakTests {

	private static final Host.Kind KIND = new Host.Kind("", WebApplicationType.SERVLET, "", List.of(Watched.class),
			List.of(), List.of("spring-security-", "spring-boot-security"));

	private static final SimulatedNotification SMS = SimulatedNotification.inboundSms()
		.from(Canaries.FROM)
		.to(Canaries.TO)
		.text(Canaries.TEXT)
		.mediaUrls("https://example.com/" + Canaries.TO)
		.dataField("further", Canaries.TEXT)
		.field("further", Canaries.FROM)
		.description(Canaries.TEXT);

	private static final String URL = Probe.WEBHOOK + "?token=";

	private final Canaries canaries = new Canaries();

	private final JsonMapper jsonMapper = new JsonMapper();

	@Test
	void nothingIsShownWhateverHappens(CapturedOutput output, @TempDir Path directory) throws Exception {
		Path capture = directory.resolve("capture");
		try (ZonitelSimulator zonitel = ZonitelSimulator.start(0, Canaries.CLIENT_ID, Canaries.ACCESS_TOKEN)) {
			zonitel.failNext(ApiFault.status(500, Canaries.ACCESS_TOKEN), ApiFault.status(200, Canaries.SECRET));
			Host host = start(zonitel, capture);
			Watched watched = host.context().getBean(Watched.class);
			watched.canaries = this.canaries;
			awaitRegistered(zonitel);
			receive(host, watched);
			register(zonitel, host);
			searchActuator(host);
			searchObjects(host);
			watched.block = new CountDownLatch(1);
			post(host, URL + encoded(Canaries.SECRET), SMS.id("slow").toJson());
			CompletableFuture<Void> closed = CompletableFuture.runAsync(host::close);
			watched.block.countDown();
			closed.get(60, TimeUnit.SECONDS);
			searchThreads();
		}
		searchLog(output);
		Files.readAllLines(capture).forEach((line) -> this.canaries.search("captured line", line));
		System.out.println("Leak test: " + this.canaries.total() + " places searched "
				+ new TreeMap<>(this.canaries.searched()) + ", " + this.canaries.found().size() + " canaries found");
		assertThat(this.canaries.found()).isEmpty();
		assertThat(this.canaries.searched()).containsKeys("log line", "exception", "meter", "observation",
				"actuator body", "toString()", "thread name", "event", "captured line");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.sms.webhook.secrets[2]=" + Canaries.SECOND_SECRET,
			"zonitel.sms.webhook.secrets[0].key=" + Canaries.SECOND_SECRET,
			"zonitel.sms.webhook.secrets[0]=canary-secret-one",
			"zonitel.sms.webhook.secrets[0]=" + Canaries.SECRET + " x",
			"zonitel.sms.webhook.secrets[0]=${" + Canaries.SECOND_SECRET + "}",
			"zonitel.client-id=" + Canaries.CLIENT_ID, "zonitel.access-token=" + Canaries.ACCESS_TOKEN,
			"zonitel.sms.webhook.path=no-slash", "zonitel.sms.webhook.max-body-size=x",
			"zonitel.sms.webhook.public-url=https://" + Canaries.ACCESS_TOKEN + "@example.com/",
			"zonitel.sms.webhook.public-base-url=http://sms.example.com/?token=" + Canaries.SECOND_SECRET,
			"zonitel.sms.webhook.public-url=https://exa mple/?token=" + Canaries.SECOND_SECRET,
			"zonitel.sms.registration.mode=x" })
	void nothingIsShownWhenStartupFails(String property, CapturedOutput output) {
		boolean listed = property.startsWith("zonitel.sms.webhook.secrets");
		Throwable failure = catchThrowable(() -> Host
			.start(KIND,
					listed ? "--zonitel.sms.webhook.secrets[1]=" + Canaries.SECRET
							: "--zonitel.sms.webhook.secrets=" + Canaries.SECRET,
					"--" + property)
			.close());
		searchLog(output);
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			this.canaries.search("exception", cause.toString());
		}
		assertThat(this.canaries.found()).isEmpty();
		assertThat(failure).as("startup fails").isNotNull();
	}

	private void searchLog(CapturedOutput output) {
		output.getAll().lines().forEach((line) -> this.canaries.search("log line", line));
	}

	private Host start(ZonitelSimulator zonitel, Path capture) {
		return Host.start(KIND, "--logging.level.com.zonitel=trace", "--logging.level.root=info",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.env.show-values=always",
				"--management.endpoint.configprops.show-values=always",
				"--management.endpoint.health.show-details=always",
				"--management.endpoint.health.show-components=always", "--management.info.env.enabled=true",
				"--management.httpexchanges.recording.include=request-headers,authorization-header,response-headers,remote-address",
				"--zonitel.client-id=" + Canaries.CLIENT_ID, "--zonitel.access-token=${token}",
				"--token=" + Canaries.ACCESS_TOKEN, "--zonitel.api.base-url=" + zonitel.baseUrl(),
				"--zonitel.sms.webhook.secrets=" + Canaries.SECRET + "," + Canaries.SECOND_SECRET,
				"--zonitel.sms.webhook.public-base-url=http://localhost:8080", "--zonitel.sms.inbox.capacity=4",
				"--zonitel.sms.webhook.acknowledge-within=1s", "--zonitel.sms.registration.verify-interval=1s",
				"--zonitel.sms.registration.retry.initial-delay=10ms", "--zonitel.sms.webhook.capture.file=" + capture);
	}

	private void awaitRegistered(ZonitelSimulator zonitel) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> zonitel.registeredUrl() != null);
	}

	private void receive(Host host, Watched watched) throws Exception {
		String url = URL + encoded(Canaries.SECRET);
		assertThat(post(host, url, SMS.toJson())).isEqualTo(200);
		assertThat(post(host, url, SMS.toJson())).isEqualTo(200);
		for (SimulatedNotification sms : List.of(SMS.delivered(), SMS.failed(), SMS.status(Canaries.TEXT))) {
			assertThat(post(host, URL + Canaries.SECOND_SECRET, sms.toJson())).isEqualTo(200);
		}
		assertThat(post(host, url, "{\"to\":\"" + Canaries.TO + "\"}")).isEqualTo(200);
		assertThat(post(host, Probe.WEBHOOK, "{}", "Authorization", "Bearer " + Canaries.SECRET)).isEqualTo(200);
		watched.fail = true;
		assertThat(post(host, url, SMS.id("fails").toJson())).isEqualTo(500);
		watched.fail = false;
		assertThat(post(host, url, "{\"" + Canaries.TEXT)).isEqualTo(400);
		assertThat(post(host, url, "[\"" + Canaries.FROM + "\"]")).isEqualTo(400);
		assertThat(post(host, url, SMS.text(Canaries.TEXT.repeat(10_000)).toJson())).isEqualTo(413);
		assertThat(post(host, url, SMS.toJson(), "Content-Encoding", "gzip")).isEqualTo(415);
		assertThat(post(host, url + "x", SMS.toJson())).isEqualTo(401);
		assertThat(post(host, url + "&token=" + Canaries.SECOND_SECRET, SMS.toJson())).isEqualTo(401);
		assertThat(post(host, Probe.WEBHOOK, "{}", "Authorization", Canaries.SECRET)).isEqualTo(401);
		assertThat(Host.send(host.port(), "PUT", url, SMS.toJson()).statusCode()).isEqualTo(405);
		assertThat(sendHalf(host, url)).contains(" 503 ");
		fillInbox(host, watched, url);
	}

	private void fillInbox(Host host, Watched watched, String url) throws Exception {
		watched.block = new CountDownLatch(1);
		List<CompletableFuture<Integer>> answers = new ArrayList<>();
		ExecutorService threads = Executors.newCachedThreadPool();
		for (int i = 0; i < 8; i++) {
			String json = SMS.id("many" + i).toJson();
			answers.add(CompletableFuture.supplyAsync(() -> {
				try {
					return post(host, url, json);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, threads));
		}
		List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
		threads.shutdown();
		watched.block.countDown();
		assertThat(statuses).contains(200, 503);
	}

	private static String sendHalf(Host host, String url) throws IOException {
		try (Socket socket = new Socket("localhost", host.port())) {
			socket.setSoTimeout(20_000);
			OutputStream output = socket.getOutputStream();
			output.write(("POST " + url + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
					+ "Content-Length: 1000\r\n\r\n" + SMS.toJson())
				.getBytes(StandardCharsets.US_ASCII));
			output.flush();
			byte[] answer = socket.getInputStream().readNBytes(60);
			return new String(answer, StandardCharsets.US_ASCII);
		}
	}

	private void register(ZonitelSimulator zonitel, Host host) {
		WebhookRegistration registration = host.context().getBean(WebhookRegistration.class);
		for (ApiFault fault : List.of(ApiFault.unauthenticated(), ApiFault.accessDenied(), ApiFault.badRequest(),
				ApiFault.serverError(), ApiFault.reset(),
				ApiFault.status(404, "{\"message\":\"" + Canaries.ACCESS_TOKEN + "\"}"),
				ApiFault.status(418, Canaries.ACCESS_TOKEN),
				ApiFault.status(200, "{\"status\":\"success\",\"data\":\"" + Canaries.SECRET + "\"}"))) {
			zonitel.failAlways(fault);
			search("exception", catchThrowable(() -> registration.register(ReplacePolicy.OWN_HOST)));
			zonitel.reset();
		}
		for (String url : List.of("https://other.example.com/?token=" + Canaries.SECOND_SECRET,
				"http://localhost:8080/" + Canaries.SECOND_SECRET, "not a URL " + Canaries.SECOND_SECRET,
				"https://" + Canaries.ACCESS_TOKEN + "@other.example.com/")) {
			zonitel.register(url);
			search("exception", catchThrowable(() -> registration.register(ReplacePolicy.OWN_HOST)));
			this.canaries.search("toString()", registration.getState().toString());
		}
		zonitel.failNext(ApiFault.registersInstead("https://x.example.com/" + Canaries.SECOND_SECRET));
		search("exception", catchThrowable(() -> registration.register(ReplacePolicy.ANY)));
		this.canaries.search("toString()", registration.getState().toString());
	}

	private void search(String place, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			this.canaries.search(place, cause.toString());
		}
	}

	private void searchActuator(Host host) throws Exception {
		List<?> recorded = host.context().getBean(HttpExchangeRepository.class).findAll();
		assertThat(recorded).as("the secret is there to be hidden")
			.anySatisfy(
					(exchange) -> assertThat(this.jsonMapper.writeValueAsString(exchange)).contains("canary-secret"));
		assertThat(host.context().getEnvironment().getProperty("zonitel.access-token"))
			.isEqualTo(Canaries.ACCESS_TOKEN);
		JsonNode links = this.jsonMapper.readTree(get(host, "/actuator")).path("_links");
		assertThat(links.propertyNames()).contains("env", "configprops", "beans", "mappings", "httpexchanges",
				"loggers", "conditions", "metrics", "threaddump", "scheduledtasks", "health", "auditevents");
		for (Map.Entry<String, JsonNode> link : links.properties()) {
			String path = link.getValue().path("href").stringValue().replaceFirst("^http://[^/]*", "");
			if (!link.getValue().path("templated").booleanValue() && !path.endsWith("/heapdump")) {
				this.canaries.search("actuator body", get(host, path));
			}
		}
		for (String path : List.of("env/zonitel.access-token", "env/zonitel.client-id", "env/token",
				"env/zonitel.sms.webhook.secrets", "env/sun.java.command", "configprops/zonitel",
				"configprops/zonitel.sms", "loggers/com.zonitel", "health/zonitelSms")) {
			this.canaries.search("actuator body", get(host, "/actuator/" + path));
		}
		assertThat(get(host, "/actuator/env/token")).contains("******");
		assertThat(get(host, "/actuator/httpexchanges")).contains(Probe.WEBHOOK + "?***");
		for (JsonNode name : this.jsonMapper.readTree(get(host, "/actuator/metrics")).path("names")) {
			this.canaries.search("actuator body", get(host, "/actuator/metrics/" + name.stringValue()));
		}
	}

	private void searchObjects(Host host) {
		host.context()
			.getBean(MeterRegistry.class)
			.getMeters()
			.forEach((meter) -> this.canaries.search("meter", meter.getId().toString()));
		for (String name : host.context().getBeanDefinitionNames()) {
			if (name.startsWith("zonitel")) {
				Object bean = host.context().getBean(name);
				this.canaries.search("toString()", String.valueOf(bean));
			}
		}
		searchAsJson(host.context().getBean(ZonitelProperties.class));
		searchAsJson(host.context().getBean(ZonitelSmsWebhookProperties.class));
		searchThreads();
	}

	// what a serializer makes of the properties
	private void searchAsJson(Object bean) {
		this.canaries.search("toString()", this.jsonMapper.writeValueAsString(bean));
	}

	private void searchThreads() {
		Thread.getAllStackTraces().keySet().forEach((thread) -> this.canaries.search("thread name", thread.getName()));
	}

	private static String encoded(String secret) {
		return URLEncoder.encode(secret, StandardCharsets.UTF_8);
	}

	private int post(Host host, String path, String json, String... headers) throws Exception {
		List<String> all = new ArrayList<>(Arrays.asList(headers));
		all.addAll(List.of("Content-Type", "application/json"));
		HttpResponse<String> response = Host.send(host.port(), "POST", path, json, all.toArray(String[]::new));
		this.canaries.search("answer", response.headers().map() + response.body());
		return response.statusCode();
	}

	private static String get(Host host, String path) throws Exception {
		return Host.send(host.port(), "GET", path, null).body();
	}

	/**
	 * Host whose listeners fail or wait when told to, and that has what makes the
	 * actuator talkative.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Watched {

		private volatile Canaries canaries = new Canaries();

		private volatile boolean fail;

		private volatile CountDownLatch block = new CountDownLatch(0);

		@EventListener
		void on(SmsEvent event) throws InterruptedException {
			this.canaries.search("event", event.toString());
			this.block.await();
			if (this.fail) {
				throw new IllegalStateException("listener's own " + Canaries.TEXT + Canaries.FROM,
						new IOException(Canaries.TO));
			}
		}

		@EventListener({ WebhookRegisteredEvent.class, WebhookRegistrationFailedEvent.class,
				WebhookReplacedElsewhereEvent.class })
		void onRegistration(Object event) {
			this.canaries.search("event", event.toString());
		}

		@Bean
		InMemoryHttpExchangeRepository httpExchangeRepository() {
			return new InMemoryHttpExchangeRepository();
		}

		@Bean
		InMemoryAuditEventRepository auditEventRepository() {
			return new InMemoryAuditEventRepository();
		}

		@Bean
		ObservationHandler<Observation.Context> observationSearch() {
			return new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					search(context.getName());
					search(context.getContextualName());
					for (KeyValue keyValue : context.getAllKeyValues()) {
						search(keyValue.getKey() + "=" + keyValue.getValue());
					}
				}

				private void search(String content) {
					Watched.this.canaries.search("observation", content);
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			};
		}

	}

}
