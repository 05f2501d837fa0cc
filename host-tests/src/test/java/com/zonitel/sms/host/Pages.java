package com.zonitel.sms.host;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.SmsEvent;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What every host has: a page, an API and a listener.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Pages {

	private final List<SmsEvent> events = new CopyOnWriteArrayList<>();

	@EventListener
	void on(SmsEvent event) {
		this.events.add(event);
	}

	List<SmsEvent> events() {
		return this.events;
	}

	@RestController
	static class Controller {

		@GetMapping("/page")
		String page() {
			return "page";
		}

		@GetMapping("/api/items")
		String items() {
			return "items";
		}

		@PostMapping("/api/items")
		String addItem() {
			return "added";
		}

	}

}
