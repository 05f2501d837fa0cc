package com.zonitel.sms.autoconfigure.jdbc;

import java.util.List;

import javax.sql.DataSource;

import com.zonitel.sms.inbox.jdbc.JdbcSmsInbox;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * Number of notifications delivered at once. Listeners may hold a connection each, so
 * that the pool has to have some left for the inbox, which otherwise could neither accept
 * notifications nor send heartbeats, and for the rest of the application.
 */
final class ListenerConcurrency {

	private static final Log logger = LogFactory.getLog(ListenerConcurrency.class);

	private static final int MAX_BY_DEFAULT = 16;

	private static final int LEFT_TO_THE_APPLICATION = 2;

	private ListenerConcurrency() {
	}

	/**
	 * Determine the number.
	 * @param configured the number configured, or {@code null} if none is
	 * @param dataSource the pool
	 * @param providers the providers of metadata about pools
	 * @return the number configured, or else one that suits the pool
	 */
	static int determine(@Nullable Integer configured, DataSource dataSource,
			List<DataSourcePoolMetadataProvider> providers) {
		DataSourcePoolMetadata pool = new CompositeDataSourcePoolMetadataProvider(providers)
			.getDataSourcePoolMetadata(dataSource);
		Integer size = (pool != null) ? pool.getMax() : null;
		if (size == null || size < 0) {
			return (configured != null) ? configured : MAX_BY_DEFAULT;
		}
		int suitable = Math.max(1, size - JdbcSmsInbox.CONNECTIONS - LEFT_TO_THE_APPLICATION);
		if (configured == null) {
			return Math.min(MAX_BY_DEFAULT, suitable);
		}
		if (configured > suitable) {
			logger
				.warn(("%d listeners may run at once, but the pool has %d connections, of which the SMS inbox needs %d:"
						+ " if each holds one, notifications are refused, and delivered twice. Set"
						+ " 'zonitel.sms.inbox.concurrency' to at most %d, or have a pool of at least %d")
					.formatted(configured, size, JdbcSmsInbox.CONNECTIONS, suitable,
							configured + JdbcSmsInbox.CONNECTIONS + LEFT_TO_THE_APPLICATION));
		}
		return configured;
	}

}
