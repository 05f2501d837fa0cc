package com.zonitel.sms.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.zonitel.sms.SmsEvent;
import org.jspecify.annotations.Nullable;
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

	private final String status;

	private final @Nullable String description;

	private final Map<String, @Nullable Object> data;

	private final Map<String, @Nullable Object> furtherFields;

	private SimulatedNotification(String status, @Nullable String description, Map<String, @Nullable Object> data,
			Map<String, @Nullable Object> furtherFields) {
		this.status = status;
		this.description = description;
		this.data = data;
		this.furtherFields = furtherFields;
	}

	/**
	 * Return the notification of an SMS that was received, with a fresh identifier.
	 * @return the notification, of status {@code received}
	 */
	public static SimulatedNotification inboundSms() {
		return new SimulatedNotification("received", "SMS message received successfully",
				data("inbound", "Hello, this is a test SMS", "+10000000010", "+10000000020"), Map.of());
	}

	/**
	 * Return the notification of an SMS that the account has sent, with a fresh
	 * identifier.
	 * @return the notification, of status {@code sent}
	 */
	public static SimulatedNotification outboundSms() {
		return new SimulatedNotification("sent", null,
				data("outbound", "Test outbound SMS", "+10000000020", "+10000000030"), Map.of());
	}

	private static Map<String, @Nullable Object> data(String direction, String text, String from, String to) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("id", UUID.randomUUID().toString());
		data.put("segments", 1);
		data.put("direction", direction);
		data.put("messageText", text);
		data.put("from", from);
		data.put("to", to);
		data.put("medias", List.of());
		return data;
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
		Map<String, @Nullable Object> data = new LinkedHashMap<>(this.data);
		data.put(name, value);
		return new SimulatedNotification(this.status, this.description, data, this.furtherFields);
	}

	/**
	 * Add a field beside those that are documented.
	 * @param name the name of the field
	 * @param value a string, number, boolean, list, map or {@code null}
	 * @return a changed copy
	 */
	public SimulatedNotification field(String name, @Nullable Object value) {
		Map<String, @Nullable Object> furtherFields = new LinkedHashMap<>(this.furtherFields);
		furtherFields.put(name, value);
		return new SimulatedNotification(this.status, this.description, this.data, furtherFields);
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
		return new SimulatedNotification(status, this.description, this.data, this.furtherFields);
	}

	/**
	 * Change Zonitel's own description of the notification.
	 * @param description the description, or {@code null} for none
	 * @return a changed copy
	 */
	public SimulatedNotification description(@Nullable String description) {
		return new SimulatedNotification(this.status, description, this.data, this.furtherFields);
	}

	/**
	 * Return the identifier of the SMS.
	 * @return the identifier
	 */
	public String id() {
		return String.valueOf(this.data.get("id"));
	}

	/**
	 * Return the status.
	 * @return the status
	 */
	public String status() {
		return this.status;
	}

	/**
	 * Return the JSON that is sent.
	 * @return the JSON
	 */
	public String toJson() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("status", this.status);
		json.put("data", this.data);
		if (this.description != null) {
			json.put("message", this.description);
		}
		json.putAll(this.furtherFields);
		return jsonMapper.writeValueAsString(json);
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
		return "SimulatedNotification[id=" + id() + ", status=" + this.status + "]";
	}

}
