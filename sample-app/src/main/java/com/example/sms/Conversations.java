package com.example.sms;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsDirection;
import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsFailedEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsSentEvent;
import com.zonitel.sms.SmsUnrecognizedEvent;

import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps all SMS in the database. Events may come twice and in any order, so a final
 * status is never replaced by an earlier one.
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
	void on(SmsEvent event) {
		SmsMessage message = event.message();
		if (message != null) {
			save(message, status(event), event.receivedAt().atOffset(ZoneOffset.UTC));
			this.updates.send("sms", find(message.id()));
		}
	}

	private static String status(SmsEvent event) {
		if (event instanceof SmsReceivedEvent) {
			return "received";
		}
		if (event instanceof SmsSentEvent) {
			return "sent";
		}
		if (event instanceof SmsDeliveredEvent) {
			return "delivered";
		}
		if (event instanceof SmsFailedEvent) {
			return "failed";
		}
		return String.valueOf(((SmsUnrecognizedEvent) event).status());
	}

	private void save(SmsMessage message, String status, OffsetDateTime receivedAt) {
		boolean inbound = (message.direction() == SmsDirection.INBOUND);
		String peer = inbound ? message.from() : message.to();
		try {
			this.jdbc.sql("insert into sample_sms values (?, ?, ?, ?, ?, ?)")
				.params(message.id(), inbound, (peer != null) ? peer : "unknown", message.text(), status, receivedAt)
				.update();
		}
		catch (DuplicateKeyException ex) {
			this.jdbc.sql("update sample_sms set status = ? where id = ? and status not in ('delivered', 'failed')")
				.params(status, message.id())
				.update();
		}
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
