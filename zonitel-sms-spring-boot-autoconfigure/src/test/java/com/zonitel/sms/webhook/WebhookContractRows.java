package com.zonitel.sms.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Rows of the contract: a raw request each, with the answer that is expected.
 */
final class WebhookContractRows {

	static final String SECRET = "0123456789abcdef0123456789abcdef";

	static final String PATH = "/webhooks/zonitel/sms";

	static final int MAX_BODY_SIZE = 65_536;

	private static final String TARGET = PATH + "?token=" + SECRET;

	private static final String JSON_TYPE = "Content-Type: application/json";

	private static final List<Row> ALL = new WebhookContractRows().rows;

	private final List<Row> rows = new ArrayList<>();

	private Kind kind = Kind.METHOD;

	private WebhookContractRows() {
		add(Kind.METHOD, this::methods);
		add(Kind.SECRET, this::secrets);
		add(Kind.CONTENT_TYPE, this::contentTypes);
		add(Kind.BODY, this::bodies);
		add(Kind.ENCODING, this::encodings);
		add(Kind.SIZE, this::sizes);
		add(Kind.FRAMING, this::framing);
		add(Kind.PATH, this::paths);
	}

	static List<Row> of(Kind kind) {
		return ALL.stream().filter((row) -> row.kind() == kind).toList();
	}

	private void add(Kind kind, Runnable rows) {
		this.kind = kind;
		rows.run();
	}

	private void methods() {
		for (String method : List.of("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "post")) {
			add("method " + method, SmsWebhookAnswer.METHOD_NOT_ALLOWED, head(method, TARGET), "");
		}
		add("method HEAD", SmsWebhookAnswer.METHOD_NOT_ALLOWED, head("HEAD", TARGET), "");
		add("method PUT with a body", SmsWebhookAnswer.METHOD_NOT_ALLOWED, head("PUT", TARGET, JSON_TYPE), json());
		add("CORS preflight", SmsWebhookAnswer.METHOD_NOT_ALLOWED,
				head("OPTIONS", TARGET, "Origin: https://example.com", "Access-Control-Request-Method: POST"), "");
		add("CORS request", SmsWebhookAnswer.OK, head("POST", TARGET, JSON_TYPE, "Origin: https://example.com"),
				json());
		// Spring's servlet leaves it to the container's base class, which echoes it on
		// Jetty
		server("method TRACE", Set.of(200, 405), head("TRACE", TARGET), "");
		server("no method at all", Set.of(400), "\u0001 / HTTP/1.1\r\nHost: localhost", "");
	}

	private void secrets() {
		refused("secret missing", PATH);
		refused("secret wrong", PATH + "?token=" + "x".repeat(32));
		refused("secret empty", PATH + "?token=");
		refused("secret without '='", PATH + "?token");
		refused("secret of another parameter", PATH + "?secret=" + SECRET);
		refused("secret in upper case", PATH + "?token=" + SECRET.toUpperCase(java.util.Locale.ROOT));
		refused("secret cut short", PATH + "?token=" + SECRET.substring(1));
		refused("secret with more behind", PATH + "?token=" + SECRET + "x");
		refused("secret twice, right and wrong", PATH + "?token=" + SECRET + "&token=x");
		refused("secret twice, wrong and right", PATH + "?token=x&token=" + SECRET);
		refused("secret twice, both right", PATH + "?token=" + SECRET + "&token=" + SECRET);
		// no URI at all for WebFlux
		server("secret badly encoded", Set.of(400, 401), head("POST", PATH + "?token=%zz", JSON_TYPE), json());
		refused("secret of NUL", PATH + "?token=%00");
		refused("secret in the path", PATH + ";token=" + SECRET);
		accepted("secret among other parameters", PATH + "?a=b&token=" + SECRET + "&c");
		accepted("secret percent-encoded", PATH + "?token=%30" + SECRET.substring(1));
		add("secret in the header", SmsWebhookAnswer.OK,
				head("POST", PATH, JSON_TYPE, "Authorization: Bearer " + SECRET), json());
		add("secret in the header, 'bearer'", SmsWebhookAnswer.OK,
				head("POST", PATH, JSON_TYPE, "authorization: bearer " + SECRET), json());
		for (String header : List.of("Bearer", "Bearer ", "Basic " + SECRET, SECRET, "Bearer x", "Bearer" + SECRET,
				"Bearer " + SECRET + ",x")) {
			add("header '" + header.replace(SECRET, "<secret>") + "'", SmsWebhookAnswer.UNAUTHORIZED,
					head("POST", PATH, JSON_TYPE, "Authorization: " + header), json());
		}
		add("header twice", SmsWebhookAnswer.UNAUTHORIZED,
				head("POST", PATH, JSON_TYPE, "Authorization: Bearer " + SECRET, "Authorization: Bearer " + SECRET),
				json());
		add("header right, query wrong", SmsWebhookAnswer.UNAUTHORIZED,
				head("POST", PATH + "?token=x", JSON_TYPE, "Authorization: Bearer " + SECRET), json());
		add("secret in a form", SmsWebhookAnswer.UNAUTHORIZED,
				head("POST", PATH, "Content-Type: application/x-www-form-urlencoded"), "token=" + SECRET);
		add("stranger with a declared oversize", SmsWebhookAnswer.UNAUTHORIZED,
				head("POST", PATH, JSON_TYPE, "Content-Length: 1073741824"), null);
		add("stranger that asks for HTML", SmsWebhookAnswer.UNAUTHORIZED,
				head("POST", PATH, JSON_TYPE, "Accept: text/html"), json());
	}

	private void refused(String name, String target) {
		add(name, SmsWebhookAnswer.UNAUTHORIZED, head("POST", target, JSON_TYPE), json());
	}

	private void accepted(String name, String target) {
		add(name, SmsWebhookAnswer.OK, head("POST", target, JSON_TYPE), json());
	}

	private void contentTypes() {
		add("no content type", SmsWebhookAnswer.OK, head("POST", TARGET), json());
		for (String type : List.of("application/json", "APPLICATION/JSON", "application/json;charset=utf-8",
				"application/json; charset=bogus", "application/json;charset=", "application/json;;",
				"application/cloudevents+json", "text/json")) {
			add("content type " + type, SmsWebhookAnswer.OK, head("POST", TARGET, "Content-Type: " + type), json());
		}
		for (String type : List.of("*/*", "application/*", "text/plain", "application/x-www-form-urlencoded",
				"multipart/form-data; boundary=a", "json", "/", ";", "application/jsonx", "application/xml")) {
			add("content type " + type, SmsWebhookAnswer.UNSUPPORTED_MEDIA_TYPE,
					head("POST", TARGET, "Content-Type: " + type), json());
		}
		for (String accept : List.of("*/*", "text/html", "application/xml;q=0.5", "nonsense", "")) {
			add("accept '" + accept + "'", SmsWebhookAnswer.OK, head("POST", TARGET, JSON_TYPE, "Accept: " + accept),
					json());
		}
		add("accept HTML, malformed body", SmsWebhookAnswer.BAD_REQUEST,
				head("POST", TARGET, JSON_TYPE, "Accept: text/html"), "x");
		for (String encoding : List.of("gzip", "identity", "br", "deflate, gzip")) {
			add("content encoding " + encoding, SmsWebhookAnswer.UNSUPPORTED_MEDIA_TYPE,
					head("POST", TARGET, JSON_TYPE, "Content-Encoding: " + encoding), json());
		}
		add("cookie and session", SmsWebhookAnswer.OK, head("POST", TARGET, JSON_TYPE, "Cookie: JSESSIONID=1; a=b"),
				json());
	}

	private void bodies() {
		for (String body : List.of("", " ", "null", "1", "true", "\"a\"", "[]", "[{}]", "{", "{\"a\":1", "{\"a\"",
				"{}x", "{}{}", "{} []", "{\"a\":01}", "{'a':1}", "{\"a\":1,}", "{\"a\":NaN}", "{a:1}", "{}//",
				"<xml/>")) {
			body("body '" + body + "'", SmsWebhookAnswer.BAD_REQUEST, body);
		}
		body("object of unknown shape", SmsWebhookAnswer.OK, "{\"row\":%d}");
		body("unknown status", SmsWebhookAnswer.OK, "{\"status\":\"queued\",\"data\":{\"id\":\"row%d\"}}");
		body("duplicate keys", SmsWebhookAnswer.OK, "{\"row\":%d,\"row\":1}");
		body("white space around", SmsWebhookAnswer.OK, " \r\n\t{\"row\":%d}\r\n ");
		body("lone surrogate and NUL escapes", SmsWebhookAnswer.OK, "{\"row\":%d,\"text\":\"\\ud83d\\u0000\"}");
		body("nesting of 64", SmsWebhookAnswer.OK, "{\"row\":%d,\"a\":" + "[".repeat(63) + "]".repeat(63) + "}");
		body("nesting of 65", SmsWebhookAnswer.BAD_REQUEST,
				"{\"row\":%d,\"a\":" + "[".repeat(64) + "]".repeat(64) + "}");
		body("nesting of 30000", SmsWebhookAnswer.BAD_REQUEST, "{\"a\":" + "[".repeat(30_000));
		body("long name", SmsWebhookAnswer.OK, "{\"row\":%d,\"" + "n".repeat(60_000) + "\":1}");
		body("long number", SmsWebhookAnswer.OK, "{\"row\":%d,\"a\":" + "9".repeat(60_000) + "}");
		body("huge exponent", SmsWebhookAnswer.OK, "{\"row\":%d,\"a\":1e999999999}");
		body("many names", SmsWebhookAnswer.OK, "{\"row\":%d" + ",\"a\":1".repeat(10_000) + "}");
	}

	private void encodings() {
		raw("byte order mark", SmsWebhookAnswer.OK, "\uFEFF{\"bom\":1}".getBytes(StandardCharsets.UTF_8));
		for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
			raw(charset, SmsWebhookAnswer.BAD_REQUEST, "{\"a\":1}".getBytes(Charset.forName(charset)));
		}
		raw("text beyond the BMP", SmsWebhookAnswer.OK,
				"{\"a\":\"\uD83D\uDE00\u00e9\"}".getBytes(StandardCharsets.UTF_8));
		raw("ISO-8859-1", SmsWebhookAnswer.BAD_REQUEST, "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
		raw("overlong UTF-8", SmsWebhookAnswer.BAD_REQUEST, text(0xC0, 0xAF));
		raw("overlong NUL", SmsWebhookAnswer.BAD_REQUEST, text(0xC0, 0x80));
		raw("encoded surrogate", SmsWebhookAnswer.BAD_REQUEST, text(0xED, 0xA0, 0x80));
		raw("beyond Unicode", SmsWebhookAnswer.BAD_REQUEST, text(0xF4, 0x90, 0x80, 0x80));
		raw("truncated UTF-8", SmsWebhookAnswer.BAD_REQUEST, text(0xE2, 0x82));
		raw("byte 0xFF", SmsWebhookAnswer.BAD_REQUEST, text(0xFF));
		raw("byte NUL", SmsWebhookAnswer.BAD_REQUEST, text(0));
		raw("control character", SmsWebhookAnswer.BAD_REQUEST, text(1));
	}

	private static byte[] text(int... bytes) {
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		json.writeBytes(RawHttp.bytes("{\"a\":\""));
		for (int b : bytes) {
			json.write(b);
		}
		json.writeBytes(RawHttp.bytes("\"}"));
		return json.toByteArray();
	}

	private void sizes() {
		String largest = "{\"largest\":1}" + " ".repeat(MAX_BODY_SIZE - 13);
		body("largest body", SmsWebhookAnswer.OK, largest);
		body("declared, one byte too large", SmsWebhookAnswer.CONTENT_TOO_LARGE, largest + " ");
		add("declared 1 GB, nothing sent", SmsWebhookAnswer.CONTENT_TOO_LARGE,
				head("POST", TARGET, JSON_TYPE, "Content-Length: 1073741824"), null);
		add("declared beyond int", SmsWebhookAnswer.CONTENT_TOO_LARGE,
				head("POST", TARGET, JSON_TYPE, "Content-Length: 9223372036854775807"), null);
		chunked("chunked", SmsWebhookAnswer.OK, chunks(json(), 7));
		chunked("chunked, largest body", SmsWebhookAnswer.OK, chunks(largest.replace("largest", "chunked"), 4000));
		chunked("chunked, one byte too large", SmsWebhookAnswer.CONTENT_TOO_LARGE, chunks(largest + " ", 4000));
		chunked("chunked, far too large", SmsWebhookAnswer.CONTENT_TOO_LARGE, chunks(largest.repeat(20), 16_000));
		chunked("chunked, one chunk of 1 GB begun", SmsWebhookAnswer.CONTENT_TOO_LARGE,
				"40000000\r\n" + largest + largest);
		chunked("chunked, empty", SmsWebhookAnswer.BAD_REQUEST, "0\r\n\r\n");
		chunked("chunked, extension and trailer", SmsWebhookAnswer.OK,
				"c;a=b\r\n{\"chunks\":1}\r\n0\r\nTrailer: x\r\n\r\n");
	}

	private void framing() {
		add("Expect: 100-continue", SmsWebhookAnswer.OK, head("POST", TARGET, JSON_TYPE, "Expect: 100-continue"),
				json());
		add("Expect: 100-continue of a stranger", SmsWebhookAnswer.UNAUTHORIZED,
				head("POST", PATH, JSON_TYPE, "Expect: 100-continue", "Content-Length: 10"), null);
		add("Expect: 100-continue and oversize", SmsWebhookAnswer.CONTENT_TOO_LARGE,
				head("POST", TARGET, JSON_TYPE, "Expect: 100-continue", "Content-Length: 1000000"), null);
		add("HTTP/1.0", SmsWebhookAnswer.OK, head("POST", TARGET, JSON_TYPE).replace("HTTP/1.1", "HTTP/1.0"), json());
		add("absolute target", SmsWebhookAnswer.OK, head("POST", "http://localhost" + TARGET, JSON_TYPE), json());
		server("chunk of no size", Set.of(400), chunkedHead(), "x\r\n{}\r\n0\r\n\r\n");
		server("declared length negative", Set.of(400), head("POST", TARGET, JSON_TYPE, "Content-Length: -1"), null);
		server("declared length no number", Set.of(400), head("POST", TARGET, JSON_TYPE, "Content-Length: x"), null);
		server("declared lengths that differ", Set.of(400),
				head("POST", TARGET, JSON_TYPE, "Content-Length: 2", "Content-Length: 3"), null);
		// Netty takes it as it is
		server("no host", Set.of(200, 400), "POST " + TARGET + " HTTP/1.1", json());
	}

	private void paths() {
		accepted("path with a parameter", PATH + ";a=b?token=" + SECRET);
		accepted("path percent-encoded", PATH.replace("sms", "%73ms") + "?token=" + SECRET);
		for (String path : List.of(PATH + "/", PATH + "/more", "/" + PATH, PATH.replace("/sms", "//sms"),
				PATH + ".json", PATH.toUpperCase(java.util.Locale.ROOT), "/")) {
			server("path " + path, path.contains("//") ? Set.of(400, 404) : Set.of(404),
					head("POST", path + "?token=" + SECRET, JSON_TYPE), json());
		}
		server("path with an encoded slash", Set.of(400, 404), head("POST", PATH + "%2F?token=" + SECRET, JSON_TYPE),
				json());
		server("path with a bad encoding", Set.of(400, 404), head("POST", PATH + "%zz?token=" + SECRET, JSON_TYPE),
				json());
	}

	private void body(String name, SmsWebhookAnswer answer, String body) {
		add(name, answer, head("POST", TARGET, JSON_TYPE), body.replace("%d", Integer.toString(this.rows.size())));
	}

	private void raw(String name, SmsWebhookAnswer answer, byte[] body) {
		add(name, answer, head("POST", TARGET, JSON_TYPE), new String(body, StandardCharsets.ISO_8859_1));
	}

	private void chunked(String name, SmsWebhookAnswer answer, String body) {
		add(name, answer, chunkedHead(), body);
	}

	private void add(String name, SmsWebhookAnswer answer, String head, String body) {
		this.rows
			.add(new Row(this.rows.size() + 1, this.kind, name, request(head, body), answer, Set.of(answer.status())));
	}

	private void server(String name, Set<Integer> statuses, String head, String body) {
		this.rows.add(new Row(this.rows.size() + 1, this.kind, name, request(head, body), null, statuses));
	}

	private String json() {
		return "{\"status\":\"received\",\"data\":{\"id\":\"row%d\"}}".formatted(this.rows.size());
	}

	private static String chunkedHead() {
		return head("POST", TARGET, JSON_TYPE, "Transfer-Encoding: chunked");
	}

	private static String head(String method, String target, String... headers) {
		StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost");
		Arrays.stream(headers).forEach((header) -> head.append("\r\n").append(header));
		return head.toString();
	}

	private static byte[] request(String head, String body) {
		boolean framed = (body == null || body.isEmpty() && !head.startsWith("POST")
				|| head.contains("Transfer-Encoding") || head.contains("Content-Length"));
		return RawHttp.bytes(head + (framed ? "" : "\r\nContent-Length: " + body.length()) + "\r\n\r\n"
				+ ((body != null) ? body : ""));
	}

	private static String chunks(String body, int size) {
		StringBuilder chunks = new StringBuilder();
		for (int i = 0; i < body.length(); i += size) {
			String chunk = body.substring(i, Math.min(i + size, body.length()));
			chunks.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
		}
		return chunks.append("0\r\n\r\n").toString();
	}

	/**
	 * What the rows of a kind vary.
	 */
	enum Kind {

		METHOD, SECRET, CONTENT_TYPE, BODY, ENCODING, SIZE, FRAMING, PATH

	}

	/**
	 * A row.
	 *
	 * @param number the number, from 1
	 * @param kind the kind
	 * @param name the name
	 * @param request the bytes of the request
	 * @param answer the answer of the webhook, or {@code null} if the request never
	 * reaches it
	 * @param statuses the statuses allowed
	 */
	record Row(int number, Kind kind, String name, byte[] request, SmsWebhookAnswer answer, Set<Integer> statuses) {

		@Override
		public String toString() {
			return this.number + " " + this.name;
		}

	}

}
