package com.zonitel.sms.host;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Request in which the starter has no part, with the answer of a host.
 *
 * @param method the method
 * @param path the path below that of the host's controllers
 * @param ownPath whether the path is that of the webhook
 * @param headers names and values of headers
 */
record Probe(String method, String path, boolean ownPath, List<String> headers) {

	static final String WEBHOOK = "/webhooks/zonitel/sms";

	private static final String USER = "Basic dXNlcjpwYXNzd29yZA==";

	// of each answer anew, or of a body that tells of beans and time
	private static final Set<String> VARYING = Set.of("date", "content-length", "transfer-encoding", "last-modified",
			"expires");

	static final List<Probe> OF_HOST = List.of(of("GET", "/page"), of("GET", "/page", "Authorization", USER),
			of("GET", "/page", "Accept", "text/html"), of("GET", "/page", "Authorization", "Basic eDp5"),
			of("GET", "/page", "Authorization", "Bearer " + Host.SECRET), of("GET", "/page?token=" + Host.SECRET),
			of("POST", "/page"), of("GET", "/api/items"), of("GET", "/api/items", "Authorization", USER),
			of("POST", "/api/items"), of("POST", "/api/items", "Authorization", USER),
			of("POST", "/api/items?token=" + Host.SECRET), of("GET", "/api/guarded"),
			of("GET", "/api/guarded", "Authorization", USER), of("GET", "/nothing"),
			of("GET", "/nothing", "Authorization", USER), of("GET", "/login"), of("POST", "/login"),
			of("POST", "/logout"), of("GET", "/error"),
			of("OPTIONS", "/api/items", "Origin", "https://other.example", "Access-Control-Request-Method", "POST"));

	static final List<Probe> OF_ACTUATOR = List.of(of("GET", "/actuator"),
			of("GET", "/actuator", "Authorization", USER), of("GET", "/actuator/health"), of("GET", "/actuator/env"),
			of("GET", "/actuator/env", "Authorization", USER), of("GET", "/actuator/mappings"),
			of("POST", "/actuator/loggers/x"), of("POST", "/actuator" + WEBHOOK));

	static final List<Probe> NEAR_WEBHOOK = List.of(of("GET", WEBHOOK + "/more"), of("POST", WEBHOOK + "/more"),
			of("POST", WEBHOOK + "/more", "Authorization", "Bearer " + Host.SECRET), of("POST", WEBHOOK + "/"),
			of("POST", WEBHOOK + "2"), of("POST", WEBHOOK + ".json"), of("POST", "/webhooks/zonitel"),
			of("POST", "/webhooks/zonitel/SMS"), of("POST", "/other" + WEBHOOK),
			of("POST", WEBHOOK + "/../../../api/items"), of("POST", WEBHOOK + "/..;/../../api/items"),
			of("POST", WEBHOOK + "%2f..%2f..%2f..%2fapi%2fitems"), of("POST", "/api/items/.." + WEBHOOK),
			of("POST", "/api/items;" + WEBHOOK), of("POST", "/api/items?" + WEBHOOK));

	static final List<Probe> OF_WEBHOOK = List.of(own("GET", WEBHOOK), own("GET", WEBHOOK + "?token=" + Host.SECRET),
			own("HEAD", WEBHOOK), own("PUT", WEBHOOK), own("DELETE", WEBHOOK), own("PATCH", WEBHOOK),
			own("OPTIONS", WEBHOOK),
			own("OPTIONS", WEBHOOK, "Origin", "https://other.example", "Access-Control-Request-Method", "POST"),
			own("GET", WEBHOOK, "Authorization", USER), own("GET", WEBHOOK, "X-HTTP-Method-Override", "POST"));

	private static Probe of(String method, String path, String... headers) {
		return new Probe(method, path, false, List.of(headers));
	}

	private static Probe own(String method, String path, String... headers) {
		return new Probe(method, path, true, List.of(headers));
	}

	Answer send(int port, String root) throws IOException, InterruptedException {
		HttpResponse<String> response = Host.send(port, this.method, root + this.path, null,
				this.headers.toArray(String[]::new));
		Map<String, List<String>> headers = new TreeMap<>();
		response.headers().map().forEach((name, values) -> {
			String lowerCaseName = name.toLowerCase(Locale.ROOT);
			if (!VARYING.contains(lowerCaseName)) {
				headers.put(lowerCaseName, values.stream().map((value) -> stable(lowerCaseName, value, port)).toList());
			}
		});
		return new Answer(response.statusCode(), headers);
	}

	private static String stable(String name, String value, int port) {
		if (name.equals("set-cookie")) {
			return value.replaceFirst("=[^;]*", "=...");
		}
		return value.replace(":" + port, ":port").replaceFirst(";jsessionid=.*", ";jsessionid=...");
	}

	static Map<Probe, Answer> sendAll(List<Probe> probes, @Nullable Integer port, String root)
			throws IOException, InterruptedException {
		Map<Probe, Answer> answers = new LinkedHashMap<>();
		if (port != null) {
			for (Probe probe : probes) {
				answers.put(probe, probe.send(port, root));
			}
		}
		return answers;
	}

	/**
	 * Tell what the second host answers otherwise than the first one.
	 */
	static List<String> differences(String where, Map<Probe, Answer> without, Map<Probe, Answer> with) {
		List<String> differences = new ArrayList<>();
		without.forEach((probe, expected) -> {
			Answer actual = with.get(probe);
			if (!expected.equals(actual) && !probe.isLetThrough(expected, actual)) {
				differences.add(where + probe + ": " + expected + " became " + actual);
			}
		});
		return differences;
	}

	// a host that lets strangers reach the path shows them that there is an endpoint
	private boolean isLetThrough(Answer expected, Answer actual) {
		boolean reached = expected.status() == (this.headers.contains("Access-Control-Request-Method") ? 200 : 404);
		return this.ownPath && reached && actual.isMethodNotAllowed();
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + " " + this.headers;
	}

	/**
	 * Answer to a probe.
	 *
	 * @param status the status
	 * @param headers the headers that do not vary from answer to answer
	 */
	record Answer(int status, Map<String, List<String>> headers) {

		boolean isMethodNotAllowed() {
			return this.status == 405 && List.of("POST").equals(this.headers.get("allow"));
		}

	}

}
