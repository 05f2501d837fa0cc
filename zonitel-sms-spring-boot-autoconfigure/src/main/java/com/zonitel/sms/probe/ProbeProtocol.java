package com.zonitel.sms.probe;

/**
 * Names by which a probe is told from a notification. A probe is a POST without a body to
 * the webhook, with a media type and a header of its own; the answer to it has the same
 * header.
 *
 * @since 0.1.0
 */
public final class ProbeProtocol {

	/**
	 * Media type of a probe.
	 */
	public static final String MEDIA_TYPE = "application/vnd.zonitel-sms.probe";

	/**
	 * Name of the header that holds the challenge of a probe, or the proof of its answer.
	 */
	public static final String HEADER = "Zonitel-Sms-Probe";

	private ProbeProtocol() {
	}

}
