package com.zonitel.sms.registration;

import java.time.Duration;

/**
 * Result of one probe. Holds no secret.
 *
 * @param verdict the finding
 * @param reason the status of the answer or the class of the failure, such as
 * {@code status 404}
 * @param took the time from the request to its answer or failure
 * @since 0.1.0
 */
public record ProbeResult(ProbeVerdict verdict, String reason, Duration took) {

}
