package com.zonitel.sms.autoconfigure.webhook;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Number of the server's threads on which listeners may run at once: an eighth of them,
 * but all if they are virtual. None on a Tomcat whose own time-out comes before the
 * deadline: it answers 408 by itself when a read that blocks times out. None on a server
 * that is shut down immediately either: Tomcat interrupts its threads then, and with them
 * listeners whose notification was acknowledged at the deadline.
 */
final class DirectThreads {

	private static final int USUAL_SERVER_THREADS = 200;

	private static final int SHARE = 8;

	private DirectThreads() {
	}

	static int of(ApplicationContext context, Duration acknowledgeWithin) {
		Environment environment = context.getEnvironment();
		Duration readTimeout = Binder.get(environment)
			.bind("server.tomcat.connection-timeout", Duration.class)
			.orElse(null);
		if (readTimeout != null && readTimeout.compareTo(acknowledgeWithin) <= 0) {
			return 0;
		}
		if (Binder.get(environment).bind("server.shutdown", Shutdown.class).orElse(null) == Shutdown.IMMEDIATE) {
			return 0;
		}
		if (isEmbedded(context) && Threading.VIRTUAL.isActive(environment)) {
			return Integer.MAX_VALUE;
		}
		return Math.min(threads(environment, "tomcat"), threads(environment, "jetty")) / SHARE;
	}

	// an external container has threads of its own, whatever the properties say
	private static boolean isEmbedded(ApplicationContext context) {
		return context instanceof WebServerApplicationContext server && server.getWebServer() != null;
	}

	private static int threads(Environment environment, String server) {
		return Binder.get(environment)
			.bind("server." + server + ".threads.max", Integer.class)
			.orElse(USUAL_SERVER_THREADS);
	}

}
