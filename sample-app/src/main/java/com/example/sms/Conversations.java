package com.example.sms;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsStatus;
import com.zonitel.sms.SmsStatusEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;

import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps all SMS in the database. Events may come twice and in any order, so a status
 * replaces only those that it may follow.
 */
@Component
class Conversations {

	private static final int SHOWN = 500;

	private final JdbcClient jdbc;

	private final LiveUpdates updates;

	Conversations(JdbcClient jdbc, LiveUpdates updates) {
		this.jdbc = jdbc;
		this.updates = updates;
	}

	@EventListener
	void on(SmsReceivedEvent event) {
		save(event, event.message(), "received", List.of("received"));
	}

	@EventListener
	void on(SmsStatusEvent event) {
		Stream<SmsStatus> kept = Arrays.stream(SmsStatus.values()).filter((known) -> !event.status().mayFollow(known));
		save(event, event.message(), name(event.status()), kept.map(Conversations::name).toList());
	}

	@EventListener
	void on(SmsUnrecognizedEvent event) {
		if (event.message() != null) {
			Stream<SmsStatus> kept = Arrays.stream(SmsStatus.values()).filter(SmsStatus::isTerminal);
			save(event, event.message(), String.valueOf(event.status()), kept.map(Conversations::name).toList());
		}
	}

	private static String name(SmsStatus status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

	private void save(SmsEvent event, SmsMessage message, String status, List<String> keptStatuses) {
		boolean inbound = (message.direction() == SmsDirection.INBOUND);
		String peer = inbound ? message.from() : message.to();
		try {
			this.jdbc.sql("insert into sample_sms values (?, ?, ?, ?, ?, ?)")
				.params(message.id(), inbound, (peer != null) ? peer : "unknown", message.text(), status,
						event.receivedAt().atOffset(ZoneOffset.UTC))
				.update();
		}
		catch (DuplicateKeyException ex) {
			this.jdbc.sql("update sample_sms set status = :status where id = :id and status not in (:kept)")
				.param("status", status)
				.param("id", message.id())
				.param("kept", keptStatuses)
				.update();
		}
		this.updates.send("sms", find(message.id()));
	}

	private Sms find(String id) {
		return this.jdbc.sql("select * from sample_sms where id = ?").param(id).query(Sms.class).single();
	}

	/**
	 * Return the SMS that were seen last.
	 * @return the SMS, the oldest first
	 */
	List<Sms> latest() {
		return this.jdbc.sql(
				"select * from (select * from sample_sms order by first_seen desc limit ?) as latest order by first_seen")
			.param(SHOWN)
			.query(Sms.class)
			.list();
	}

}
