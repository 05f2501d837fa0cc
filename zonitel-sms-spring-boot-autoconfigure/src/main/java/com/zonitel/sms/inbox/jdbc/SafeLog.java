package com.zonitel.sms.inbox.jdbc;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Log of the inbox that never throws. An appender of the application may throw, and the
 * work beside logging must go on.
 */
final class SafeLog {

	static final SafeLog INSTANCE = new SafeLog(LogFactory.getLog(JdbcSmsInbox.class));

	private final Log log;

	private SafeLog(Log log) {
		this.log = log;
	}

	void debug(String message) {
		run(() -> this.log.debug(message));
	}

	void debug(String message, Throwable ex) {
		run(() -> this.log.debug(message, ex));
	}

	void warn(String message) {
		run(() -> this.log.warn(message));
	}

	void warn(String message, @Nullable Throwable ex) {
		run(() -> this.log.warn(message, ex));
	}

	void error(@Nullable String message) {
		run(() -> this.log.error(message));
	}

	void error(String message, Throwable ex) {
		run(() -> this.log.error(message, ex));
	}

	private static void run(Runnable line) {
		try {
			line.run();
		}
		catch (Throwable ex) {
			// nothing is left to report it with
		}
	}

}
