package com.zonitel.sms.webhook;

import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Request that is captured as a line of a {@link SmsWebhookCapture}. The head is copied
 * on the request's own thread, since a server may reuse it once the request is answered.
 */
class CapturedRequest {

	// longer bodies would fill the memory while they wait to be written
	private static final int MAX_BODY_LENGTH = 64 * 1024;

	private static final Pattern SECRET_IN_QUERY = Pattern.compile("(^|&)token(=|&|$)");

	private static final JsonFactory jsonFactory = new JsonFactory();

	private final SmsWebhookCapture capture;

	private final Instant receivedAt = Instant.now();

	private final long startedAt = System.nanoTime();

	private final String method;

	private final String secretLocation;

	private final List<Header> headers = new ArrayList<>();

	private volatile int bodyLength = -1;

	private volatile byte @Nullable [] body;

	private @Nullable SmsWebhookAnswer answer;

	private long nanos;

	CapturedRequest(SmsWebhookCapture capture, SmsWebhookRequest request) {
		this.capture = capture;
		this.method = request.method();
		this.secretLocation = secretLocation(request);
		for (String name : request.headerNames()) {
			request.headers(name).forEach((value) -> this.headers.add(new Header(name, value)));
		}
	}

	private static String secretLocation(SmsWebhookRequest request) {
		if (request.pathSecret() != null) {
			return "path";
		}
		String query = request.query();
		if (query != null && SECRET_IN_QUERY.matcher(query).find()) {
			return "query";
		}
		return request.headers("Authorization").isEmpty() ? "none" : "header";
	}

	/**
	 * Take the body.
	 * @param body the bytes, which must not be changed
	 */
	void body(byte[] body) {
		this.bodyLength = body.length;
		this.body = (body.length <= MAX_BODY_LENGTH) ? body : null;
	}

	/**
	 * Submit the request for writing, with its answer.
	 * @param answer the answer
	 */
	void answered(SmsWebhookAnswer answer) {
		this.answer = answer;
		this.nanos = System.nanoTime() - this.startedAt;
		this.capture.submit(this);
	}

	String toJson(CaptureRedaction redaction) {
		StringWriter writer = new StringWriter();
		try (JsonGenerator json = jsonFactory.createGenerator(ObjectWriteContext.empty(), writer)) {
			json.writeStartObject();
			json.writeStringProperty("time", this.receivedAt.toString());
			json.writeStringProperty("method", this.method);
			json.writeStringProperty("secret", this.secretLocation);
			json.writeArrayPropertyStart("headers");
			for (Header header : this.headers) {
				json.writeStartArray();
				json.writeString(redaction.name(header.name()));
				json.writeString(redaction.headerValue(header.name(), header.value()));
				json.writeEndArray();
			}
			json.writeEndArray();
			writeBody(json, redaction);
			SmsWebhookAnswer answer = this.answer;
			if (answer != null) {
				json.writeNumberProperty("answer", answer.status());
			}
			json.writeNumberProperty("millis", TimeUnit.NANOSECONDS.toMillis(this.nanos));
			json.writeEndObject();
		}
		return writer.toString();
	}

	private void writeBody(JsonGenerator json, CaptureRedaction redaction) {
		if (this.bodyLength >= 0) {
			json.writeNumberProperty("bodyLength", this.bodyLength);
		}
		byte[] body = this.body;
		if (body == null) {
			return;
		}
		String redacted = redaction.json(body);
		if (redacted != null) {
			json.writeName("body");
			json.writeRawValue(redacted);
		}
		else {
			json.writeStringProperty("bodyKind", CaptureRedaction.kind(body));
		}
	}

	/**
	 * Header as received.
	 *
	 * @param name the name
	 * @param value the value
	 */
	private record Header(String name, String value) {

	}

}
