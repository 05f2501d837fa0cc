package com.zonitel.sms.probe;

import java.util.List;

/**
 * Strategy that returns the keys of the secrets which the webhook accepts. An
 * authenticator of the webhook that implements it lets the public URL be tried before it
 * is registered.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProbeKeys {

	/**
	 * Return the keys, that of the registered secret first. Called for each probe.
	 * @return the keys, at least one
	 */
	List<ProbeKey> getProbeKeys();

}
