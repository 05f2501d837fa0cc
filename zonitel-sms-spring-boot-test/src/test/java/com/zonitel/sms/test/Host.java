package com.zonitel.sms.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.zonitel.sms.SmsEvent;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.event.EventListener;

/**
 * Application of a user.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Host {

	final List<SmsEvent> events = new CopyOnWriteArrayList<>();

	final AtomicInteger failures = new AtomicInteger();

	@EventListener
	void on(SmsEvent event) {
		if (this.failures.getAndUpdate((count) -> Math.max(0, count - 1)) > 0) {
			throw new IllegalStateException("as the test wants it");
		}
		this.events.add(event);
	}

}
