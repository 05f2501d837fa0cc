package com.zonitel.sms;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Appender that throws an error, while it is attached to a logger.
 */
public final class FailingAppender extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger;

	private FailingAppender(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Have whatever is logged under a name fail until the appender is closed.
	 * @param name the name of the logger
	 * @return the appender
	 */
	public static FailingAppender attach(String name) {
		FailingAppender appender = new FailingAppender((Logger) LoggerFactory.getLogger(name));
		appender.start();
		appender.logger.addAppender(appender);
		return appender;
	}

	@Override
	public void doAppend(ILoggingEvent event) {
		throw new NoClassDefFoundError("appender");
	}

	@Override
	protected void append(ILoggingEvent event) {
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
	}

}
