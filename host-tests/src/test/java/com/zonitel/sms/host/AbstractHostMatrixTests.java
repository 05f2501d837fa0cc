package com.zonitel.sms.host;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class for tests that start hosts of all kinds without the starter and with it, and
 * compare.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractHostMatrixTests {

	private static final String JSON = "{\"status\":\"received\",\"data\":{\"id\":\"%s\"}}";

	private final Map<String, Map<String, String>> table = new LinkedHashMap<>();

	private final Map<String, Observation> withoutStarter = new LinkedHashMap<>();

	private final Host.Kind base;

	private final Host.Kind standard;

	/**
	 * Create the tests of one web stack.
	 * @param base the host that the others are made of
	 */
	AbstractHostMatrixTests(Host.Kind base) {
		this.base = base;
		this.standard = base.with("Boot's default chain");
	}

	abstract String title();

	/**
	 * Return the host with all that it serves below other paths.
	 */
	abstract Host.Kind below(Host.Kind kind);

	/**
	 * Return the hosts of which at least one must tell a filter chain bean from the
	 * mechanism in use.
	 */
	abstract List<Host.Kind> hostsForMutation();

	List<Host.Kind> hosts() {
		Host.Kind none = this.base.with("no Spring Security").without("", "spring-security-", "spring-boot-security");
		Host.Kind unordered = this.base.with("own chain, unordered", Chains.Unordered.class);
		return List.of(none, noActuator(none), this.standard, noActuator(this.standard), unordered,
				noActuator(unordered), this.base.with("own any-request chain, @Order(1)", Chains.First.class),
				highest(), this.base.with("several chains", Chains.Several.class),
				this.base.with("form login, CSRF on", Chains.FormLogin.class),
				this.base.with("HTTP basic, CSRF off", Chains.BasicWithoutCsrf.class),
				this.base.with("method security, all else permitted, CSRF on", Chains.MethodSecurity.class),
				resourceServer(), below(this.standard), below(unordered), managementPort(this.standard),
				managementPort(unordered));
	}

	final Host.Kind standard() {
		return this.standard;
	}

	final Host.Kind highest() {
		return this.base.with("own any-request chain, highest precedence", Chains.Highest.class);
	}

	static Host.Kind noActuator(Host.Kind kind) {
		return kind.without(", no actuator", "spring-boot-actuator", "spring-boot-health", "spring-boot-micrometer",
				"micrometer-core");
	}

	private Host.Kind resourceServer() {
		return this.base.withProperties("OAuth2 resource server",
				"--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://localhost:1/keys");
	}

	private static Host.Kind managementPort(Host.Kind kind) {
		return kind.withProperties(", management port", "--management.server.port=0");
	}

	@ParameterizedTest
	@MethodSource("hosts")
	void hostStaysAsItWas(Host.Kind kind) throws Exception {
		Observation without = observeWithoutStarter(kind);
		Observation with = observe(kind, Host.WITH_STARTER);
		List<String> differences = without.differences(with);
		row(kind).put("requests", String.valueOf(without.size()));
		row(kind).put("changed", String.valueOf(differences.size()));
		row(kind).put("webhook", with.webhook());
		assertThat(differences).isEmpty();
		assertThat(with.webhook()).isEqualTo("query 200, bearer 200, wrong 401, none 401, events 2");
		assertThat(with.beans()).isEqualTo(without.beans());
	}

	@ParameterizedTest
	@MethodSource("hostsForMutation")
	void filterChainBeanIsDetected(Host.Kind kind) throws Exception {
		Observation without = observeWithoutStarter(kind);
		String verdict = verdict(without, kind.with("", Chains.ChainBeanInstead.class));
		row(kind).put("with a filter chain bean", verdict);
		assertThat(verdict).isNotEqualTo("0 changed");
	}

	private String verdict(Observation without, Host.Kind mutant) throws Exception {
		try {
			Observation with = observe(mutant, Host.WITH_STARTER, "--zonitel.sms.webhook.security.permit=false");
			List<String> differences = without.differences(with);
			long opened = differences.stream()
				.filter((difference) -> difference.contains("became Answer[status=200"))
				.count();
			return differences.size() + " changed" + ((opened > 0) ? ", " + opened + " opened" : "");
		}
		catch (RuntimeException ex) {
			return "startup fails";
		}
	}

	private Observation observeWithoutStarter(Host.Kind kind) throws Exception {
		Observation observation = this.withoutStarter.get(kind.name());
		if (observation == null) {
			observation = observe(kind, Host.WITHOUT_STARTER);
			this.withoutStarter.put(kind.name(), observation);
		}
		return observation;
	}

	private Observation observe(Host.Kind kind, String... properties) throws Exception {
		try (Host host = Host.start(kind, properties)) {
			Map<Probe, Probe.Answer> onPort = new LinkedHashMap<>();
			Map<Probe, Probe.Answer> onManagementPort = new LinkedHashMap<>();
			for (List<Probe> probes : List.of(Probe.OF_HOST, Probe.OF_ACTUATOR, Probe.NEAR_WEBHOOK, Probe.OF_WEBHOOK)) {
				onPort.putAll(Probe.sendAll(probes, host.port(), kind.root()));
				onManagementPort.putAll(Probe.sendAll(probes, host.managementPort(), ""));
			}
			onManagementPort.putAll(Probe.sendAll(managementProbes(), host.managementPort(), ""));
			String webhook = host.context().containsBean("zonitelSmsWebhookReceiver") ? useWebhook(host, kind.root())
					: "";
			return new Observation(onPort, onManagementPort, webhook, host.foreignBeans());
		}
	}

	/**
	 * Return further requests of which a management server of its own knows nothing.
	 */
	List<Probe> managementProbes() {
		return List.of(new Probe("POST", Probe.WEBHOOK, false, List.of()),
				new Probe("POST", Probe.WEBHOOK + "?token=" + Host.SECRET, false, List.of()));
	}

	private String useWebhook(Host host, String root) throws Exception {
		Pages pages = host.context().getBean(Pages.class);
		String url = root + Probe.WEBHOOK;
		int query = post(host, url + "?token=" + Host.SECRET, "1").statusCode();
		int bearer = post(host, url, "2", "Authorization", "Bearer " + Host.SECRET).statusCode();
		int wrong = post(host, url + "?token=wrong", "3", "Authorization", "Basic dXNlcjpwYXNzd29yZA==").statusCode();
		HttpResponse<String> none = post(host, url, "4", "Origin", "https://other.example");
		assertThat(none.body()).isEqualTo("{\"code\":401,\"message\":\"Authentication required\"}");
		assertThat(none.headers().firstValue("Set-Cookie")).isEmpty();
		return "query %d, bearer %d, wrong %d, none %d, events %d".formatted(query, bearer, wrong, none.statusCode(),
				pages.events().size());
	}

	private HttpResponse<String> post(Host host, String url, String id, String... headers) throws Exception {
		List<String> all = new ArrayList<>(List.of(headers));
		all.addAll(List.of("Content-Type", "application/json"));
		return Host.send(host.port(), "POST", url, JSON.formatted(id), all.toArray(String[]::new));
	}

	private Map<String, String> row(Host.Kind kind) {
		return this.table.computeIfAbsent(kind.name(), (name) -> new LinkedHashMap<>());
	}

	@AfterAll
	void printTable() throws IOException {
		List<String> columns = List.of("requests", "changed", "webhook", "with a filter chain bean");
		StringBuilder text = new StringBuilder("| " + title() + " | " + String.join(" | ", columns) + " |\n");
		text.append("|---".repeat(columns.size() + 1)).append("|\n");
		hosts().forEach((kind) -> {
			Map<String, String> cells = row(kind);
			text.append("| ").append(kind);
			columns.forEach((column) -> text.append(" | ").append(cells.getOrDefault(column, "")));
			text.append(" |\n");
		});
		System.out.println(text);
		Files.writeString(Path.of("target", getClass().getSimpleName() + ".md"), text);
	}

	/**
	 * What a host answers, and which beans it has.
	 */
	record Observation(Map<Probe, Probe.Answer> onPort, Map<Probe, Probe.Answer> onManagementPort, String webhook,
			List<String> beans) {

		int size() {
			return this.onPort.size() + this.onManagementPort.size();
		}

		List<String> differences(Observation with) {
			List<String> differences = new ArrayList<>(Probe.differences("", this.onPort, with.onPort));
			differences.addAll(Probe.differences("management port: ", this.onManagementPort, with.onManagementPort));
			return differences;
		}

	}

}
