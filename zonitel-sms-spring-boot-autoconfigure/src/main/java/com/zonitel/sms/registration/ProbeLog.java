package com.zonitel.sms.registration;

import java.util.EnumSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Log of probes: each verdict once, until the URL has been reached again.
 */
class ProbeLog {

	private static final Log logger = LogFactory.getLog(ProbeGuard.class);

	private final Set<ProbeVerdict> logged = EnumSet.noneOf(ProbeVerdict.class);

	void reset() {
		this.logged.clear();
	}

	/**
	 * Log a result.
	 * @param url the URL that was tried
	 * @param state the state that the probe has led to
	 * @param silent whether an inconclusive result is not to be logged yet
	 */
	void log(WebhookUrl url, ProbeState state, boolean silent) {
		ProbeVerdict verdict = state.result().verdict();
		boolean proofAwaited = verdict.isProof() && !state.trusted();
		if (silent || proofAwaited || !this.logged.add(verdict)) {
			logger.debug("SMS webhook was tried: " + verdict + " (" + state.result().reason() + ")");
			return;
		}
		if (verdict == ProbeVerdict.REACHABLE) {
			this.logged.retainAll(EnumSet.of(ProbeVerdict.REACHABLE));
		}
		else {
			this.logged.remove(ProbeVerdict.REACHABLE);
		}
		write(verdict, "'" + url + "'", state.result());
	}

	private static void write(ProbeVerdict verdict, String url, ProbeResult result) {
		switch (verdict) {
			case REACHABLE -> logger
				.info("SMS webhook answers at its public URL " + url + " within " + result.took().toMillis() + " ms");
			case OTHER_DEPLOYMENT -> logger.error("Another deployment answers at " + url + " and does not know this"
					+ " application's secret. Nothing is registered from here while it does, as that would take its SMS"
					+ " away; further attempts are logged at DEBUG. If this is a copy, such as on a laptop, set"
					+ " 'zonitel.sms.registration.mode=off' here; if both belong together, give them the same"
					+ " 'zonitel.sms.webhook.secrets'; to register nevertheless, use the actuator's operation.");
			case SECRET_LOST ->
				logger.warn("SMS webhook answers at its public URL " + url + ", but the secret is lost on"
						+ " the way, so that Zonitel's calls would be refused. If a proxy drops the query, set"
						+ " 'zonitel.sms.webhook.secret-location=path'.");
			case WRONG -> logger.warn("Something else than the SMS webhook answers at " + url + " (" + result.reason()
					+ "). No other URL is replaced at Zonitel while it does. Check"
					+ " 'zonitel.sms.webhook.public-base-url' and the routes of proxies.");
			case UNKNOWN -> logger.warn("SMS webhook could not be reached at its public URL " + url + " from here ("
					+ result.reason() + "). If Zonitel can reach it, set 'zonitel.sms.registration.probe=off'.");
		}
	}

}
