package com.zonitel.sms.registration;

import java.time.Instant;

/**
 * What is known of the public URL. Holds no secret.
 *
 * @param result the result of the last probe
 * @param at the time of the last probe
 * @param trusted whether the URL may be registered as far as probes tell; {@code false}
 * once another deployment has answered, until this one has for long enough
 * @since 0.1.0
 */
public record ProbeState(ProbeResult result, Instant at, boolean trusted) {

}
