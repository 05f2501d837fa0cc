package com.zonitel.sms.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.zonitel.sms.SmsEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Notification as Zonitel sends it. Immutable: every method returns a changed copy, so
 * that the states of one SMS are made from one another and delivered in any order, and as
 * often as a test needs. <pre class="code">
 * simulator.deliver(inboundSms().from("+15550100010").text("Hello"));
 *
 * SimulatedNotification sms = outboundSms().to("+15550100030");
 * simulator.deliver(sms.delivered());
 * simulator.deliver(sms.sent());
 * </pre>
 *
 * @since 0.1.0
 */
public final class SimulatedNotification {

	private static final JsonMapper jsonMapper = new JsonMapper();

	private final Map<String, @Nullable Object> fields;

	private SimulatedNotification(Map<String, @Nullable Object> fields) {
		this.fields = fields;
	}

	/**
	 * Return the notification of an SMS that was received, with a fresh identifier.
	 * @return the notification, of status {@code received}
	 */
	public static SimulatedNotification inboundSms() {
		return new SimulatedNotification(
				fields("received", "inbound", "Hello, this is a test SMS", "+10000000010", "+10000000020"))
			.description("SMS message received successfully");
	}

	/**
	 * Return the notification of an SMS that the account has sent, with a fresh
	 * identifier.
	 * @return the notification, of status {@code sent}
	 */
	public static SimulatedNotification outboundSms() {
		return new SimulatedNotification(
				fields("sent", "outbound", "Test outbound SMS", "+10000000020", "+10000000030"));
	}

	/**
	 * Return the notification of a line that the starter has captured from Zonitel, in
	 * the file that {@code zonitel.sms.webhook.capture.file} names.
	 * @param line the line of JSON
	 * @return the notification, as redacted
	 * @throws IllegalArgumentException if the line has no JSON object as its body
	 */
	public static SimulatedNotification captured(String line) {
		try {
			Object body = jsonMapper.readValue(line, Map.class).get("body");
			if (body instanceof Map<?, ?> fields) {
				return new SimulatedNotification(copy(fields));
			}
		}
		catch (JacksonException ex) {
			// no cause, which would quote the line
		}
		throw new IllegalArgumentException("The line has no JSON object as its body");
	}

	private static Map<String, @Nullable Object> copy(Map<?, ?> fields) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		fields.forEach((name, value) -> copy.put(String.valueOf(name), value));
		return copy;
	}

	private static Map<String, @Nullable Object> fields(String status, String direction, String text, String from,
			String to) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("id", UUID.randomUUID().toString());
		data.put("segments", 1);
		data.put("direction", direction);
		data.put("messageText", text);
		data.put("from", from);
		data.put("to", to);
		data.put("medias", List.of());
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("status", status);
		fields.put("data", data);
		return fields;
	}

	/**
	 * Change the identifier of the SMS.
	 * @param id the identifier
	 * @return a changed copy
	 */
	public SimulatedNotification id(String id) {
		return dataField("id", id);
	}

	/**
	 * Change the sender.
	 * @param from the phone number
	 * @return a changed copy
	 */
	public SimulatedNotification from(String from) {
		return dataField("from", from);
	}

	/**
	 * Change the recipient.
	 * @param to the phone number
	 * @return a changed copy
	 */
	public SimulatedNotification to(String to) {
		return dataField("to", to);
	}

	/**
	 * Change the text, and the number of segments with it.
	 * @param text the text
	 * @return a changed copy
	 */
	public SimulatedNotification text(String text) {
		return dataField("messageText", text).segments(segmentsOf(text));
	}

	// 160 characters of the GSM alphabet, taken as ASCII here, or 70 others; fewer in
	// parts
	private static int segmentsOf(String text) {
		boolean ascii = text.chars().allMatch((c) -> c < 0x80);
		int single = ascii ? 160 : 70;
		int part = ascii ? 153 : 67;
		return (text.length() <= single) ? 1 : (text.length() + part - 1) / part;
	}

	/**
	 * Change the number of segments.
	 * @param segments the number of segments
	 * @return a changed copy
	 */
	public SimulatedNotification segments(int segments) {
		return dataField("segments", segments);
	}

	/**
	 * Change the addresses of media.
	 * @param urls the addresses
	 * @return a changed copy
	 */
	public SimulatedNotification mediaUrls(String... urls) {
		return dataField("medias", List.of(urls));
	}

	/**
	 * Change any field of the SMS, documented or not.
	 * @param name the name of the field in {@code data}
	 * @param value a string, number, boolean, list, map or {@code null}
	 * @return a changed copy
	 */
	public SimulatedNotification dataField(String name, @Nullable Object value) {
		Map<String, @Nullable Object> data = data();
		data.put(name, value);
		return field("data", data);
	}

	private Map<String, @Nullable Object> data() {
		return (this.fields.get("data") instanceof Map<?, ?> data) ? copy(data) : new LinkedHashMap<>();
	}

	/**
	 * Change or add a field of the notification, documented or not.
	 * @param name the name of the field
	 * @param value a string, number, boolean, list, map or {@code null}
	 * @return a changed copy
	 */
	public SimulatedNotification field(String name, @Nullable Object value) {
		Map<String, @Nullable Object> fields = copy(this.fields);
		fields.put(name, value);
		return new SimulatedNotification(fields);
	}

	/**
	 * Change the status to {@code sent}. No description goes with it, since Zonitel
	 * documents none.
	 * @return a changed copy
	 */
	public SimulatedNotification sent() {
		return status("sent").description(null);
	}

	/**
	 * Change the status to {@code delivered}.
	 * @return a changed copy
	 */
	public SimulatedNotification delivered() {
		return status("delivered").description("SMS message delivered successfully");
	}

	/**
	 * Change the status to {@code failed}. No description goes with it, since Zonitel
	 * documents none.
	 * @return a changed copy
	 */
	public SimulatedNotification failed() {
		return status("failed").description(null);
	}

	/**
	 * Change the status, to one that is documented or any other.
	 * @param status the status
	 * @return a changed copy
	 */
	public SimulatedNotification status(String status) {
		return field("status", status);
	}

	/**
	 * Change Zonitel's own description of the notification.
	 * @param description the description, or {@code null} for none
	 * @return a changed copy
	 */
	public SimulatedNotification description(@Nullable String description) {
		Map<String, @Nullable Object> fields = copy(this.fields);
		fields.remove("message");
		if (description != null) {
			fields.put("message", description);
		}
		return new SimulatedNotification(fields);
	}

	/**
	 * Return the identifier of the SMS.
	 * @return the identifier
	 */
	public String id() {
		return String.valueOf(data().get("id"));
	}

	/**
	 * Return the status.
	 * @return the status
	 */
	public String status() {
		return String.valueOf(this.fields.get("status"));
	}

	/**
	 * Return the JSON that is sent.
	 * @return the JSON
	 */
	public String toJson() {
		return jsonMapper.writeValueAsString(this.fields);
	}

	/**
	 * Return the event that the starter publishes for this notification.
	 * @return the event, received now
	 */
	public SmsEvent toEvent() {
		return EventReader.read(toJson());
	}

	/**
	 * Publish the event to the listeners of an application, without a web server and on
	 * the current thread.
	 * @param publisher the application context of the test
	 * @throws RuntimeException whatever a listener throws
	 */
	public void publishTo(ApplicationEventPublisher publisher) {
		publisher.publishEvent(toEvent());
	}

	@Override
	public String toString() {
		return "SimulatedNotification[id=" + id() + ", status=" + status() + "]";
	}

}
