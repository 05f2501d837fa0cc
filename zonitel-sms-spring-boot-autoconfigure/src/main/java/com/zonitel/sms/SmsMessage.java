package com.zonitel.sms;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * SMS message that a notification is about. Its {@link #toString()} shows neither phone
 * numbers nor text.
 *
 * @param id the identifier that Zonitel gave the message
 * @param direction the direction; derived from the status if Zonitel sends none
 * @param from the sender as received, or {@code null} if Zonitel sends none
 * @param to the recipient as received, or {@code null} if Zonitel sends none
 * @param text the text; empty if Zonitel sends none
 * @param segments the number of segments that the text was split into; 0 if Zonitel sends
 * none
 * @param mediaUrls the addresses of media, as received; empty if Zonitel sends none
 * @param furtherFields the fields of the message that are not documented, or not of the
 * documented type, by name; values are strings, booleans, lists, maps, {@code null} or
 * numbers: {@link Integer}, {@link Long} or {@link Double}, the first that holds the
 * number exactly; a number that none of these holds is a string
 * @since 0.1.0
 */
public record SmsMessage(String id, SmsDirection direction, @Nullable String from, @Nullable String to, String text,
		int segments, List<String> mediaUrls, Map<String, @Nullable Object> furtherFields) {

	/**
	 * Create a new instance with unmodifiable copies of the addresses and fields.
	 * @param id the identifier that Zonitel gave the message
	 * @param direction the direction; derived from the status if Zonitel sends none
	 * @param from the sender as received, or {@code null} if Zonitel sends none
	 * @param to the recipient as received, or {@code null} if Zonitel sends none
	 * @param text the text; empty if Zonitel sends none
	 * @param segments the number of segments that the text was split into; 0 if Zonitel
	 * sends none
	 * @param mediaUrls the addresses of media, as received; empty if Zonitel sends none
	 * @param furtherFields the fields that are not documented, or not of the documented
	 * type, by name
	 * @throws IllegalArgumentException if the identifier or the direction is missing, or
	 * a field is of a type that JSON does not have
	 */
	public SmsMessage {
		Assert.hasText(id, "'id' must not be empty");
		Assert.notNull(direction, "'direction' must not be null");
		// null when read from JSON whose writer omits empty values
		text = (text != null) ? text : "";
		mediaUrls = (mediaUrls != null) ? List.copyOf(mediaUrls) : List.of();
		furtherFields = JsonFields.copyOf(furtherFields);
	}

	@Override
	public String toString() {
		return "SmsMessage[id=" + this.id + ", direction=" + this.direction + ", from=***, to=***, text=*** ("
				+ this.text.length() + " characters), segments=" + this.segments + ", mediaUrls="
				+ this.mediaUrls.size() + ", furtherFields=" + this.furtherFields.size() + "]";
	}

}
