package com.zonitel.sms.inbox.jdbc;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zonitel.sms.notification.SmsNotification;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Table of the identifiers of notifications that were seen, by which duplicates are
 * recognized.
 */
class SeenNotifications {

	private static final int PURGE_BATCH = 500;

	private static final String INSERT = "insert into {seen} (notification_id, seen_at) values (?, ?)";

	private static final String FIND = "select notification_id from {seen} where notification_id in ({ids})";

	private static final String FIND_OLD = """
			select notification_id, seen_at from {seen} where seen_at >= ? and seen_at < ? order by seen_at""";

	private static final String DELETE_IF_HANDLED = """
			delete from {seen} where notification_id = ? and not exists
			(select 1 from {inbox} where task_name in ('deliver', 'dead') and task_instance = ?)""";

	private final TableNames names;

	private final JdbcCustomization customization;

	private final JdbcTemplate jdbc;

	SeenNotifications(TableNames names, JdbcCustomization customization, DataSource dataSource) {
		this.names = names;
		this.customization = customization;
		this.jdbc = new JdbcTemplate(dataSource);
	}

	Set<String> find(Collection<String> ids) {
		if (ids.isEmpty()) {
			return Set.of();
		}
		String sql = this.names.in(FIND).replace("{ids}", String.join(", ", Collections.nCopies(ids.size(), "?")));
		return new HashSet<>(this.jdbc.queryForList(sql, String.class, ids.toArray()));
	}

	/**
	 * Remember notifications.
	 * @param notifications the notifications
	 * @param time the time by the database's clock
	 * @throws org.springframework.dao.DataAccessException if one of them was seen before,
	 * among others
	 */
	void add(List<SmsNotification> notifications, Instant time) {
		this.jdbc.batchUpdate(this.names.in(INSERT), notifications, Math.max(1, notifications.size()),
				(statement, notification) -> {
					statement.setString(1, notification.id());
					statement.setLong(2, time.toEpochMilli());
				});
	}

	/**
	 * Forget the notifications that were seen before the given time, except those that
	 * are still to be delivered or dead. Works in small transactions.
	 * @param end the time
	 * @return the number of notifications forgotten
	 */
	int forgetSeenBefore(Instant end) {
		String findOld = this.names.in(FIND_OLD) + this.customization.getQueryLimitPart(PURGE_BATCH);
		int forgotten = 0;
		long begin = 0;
		List<Seen> batch;
		do {
			batch = this.jdbc.query(findOld, (row, number) -> new Seen(row.getString(1), row.getLong(2)), begin,
					end.toEpochMilli());
			forgotten += forget(batch);
			long last = batch.isEmpty() ? begin : batch.get(batch.size() - 1).at();
			begin = Math.max(last, begin + 1);
		}
		while (batch.size() == PURGE_BATCH);
		return forgotten;
	}

	private int forget(List<Seen> found) {
		// instances that delete in one order do not deadlock
		List<Seen> batch = found.stream().sorted(Comparator.comparing(Seen::id)).toList();
		int[][] counts = this.jdbc.batchUpdate(this.names.in(DELETE_IF_HANDLED), batch, PURGE_BATCH,
				(statement, seen) -> {
					statement.setString(1, seen.id());
					statement.setString(2, seen.id());
				});
		return Stream.of(counts).flatMapToInt(IntStream::of).map((count) -> Math.max(count, 0)).sum();
	}

	private record Seen(String id, long at) {

	}

}
