package com.zonitel.sms.inbox.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Application that writes into a file what its listener does, to be run in a process of
 * its own and killed.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LedgerHost {

	static final String SECRET = "0123456789abcdef0123456789abcdef";

	private final FileChannel ledger;

	private final long listenerMillis = Long.getLong("listener.millis", 0);

	LedgerHost() throws IOException {
		this.ledger = FileChannel.open(Path.of(System.getProperty("ledger")), StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	@EventListener
	void on(SmsEvent event) throws IOException, InterruptedException {
		write("begin", event);
		if (this.listenerMillis > 0) {
			Thread.sleep(this.listenerMillis);
		}
		write("end", event);
	}

	private void write(String what, SmsEvent event) throws IOException {
		String messageId = (event instanceof SmsReceivedEvent received) ? received.message().id() : "";
		String line = "%s %d %s %s\n".formatted(what, System.currentTimeMillis(), messageId, event.notificationId());
		synchronized (this.ledger) {
			this.ledger.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
		}
	}

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(LedgerHost.class, args);
		System.out.println("PORT " + ((WebServerApplicationContext) context).getWebServer().getPort());
	}

}
