package com.example.sms;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages what has changed, as server-sent events.
 */
@Component
class LiveUpdates {

	private final List<SseEmitter> pages = new CopyOnWriteArrayList<>();

	SseEmitter open() throws IOException {
		SseEmitter page = new SseEmitter(0L);
		page.onCompletion(() -> this.pages.remove(page));
		page.onError((ex) -> this.pages.remove(page));
		this.pages.add(page);
		// until something is sent, a browser does not see that the connection is open
		page.send(SseEmitter.event().comment("open"));
		return page;
	}

	void send(String name, Object change) {
		for (SseEmitter page : this.pages) {
			try {
				page.send(SseEmitter.event().name(name).data(change, MediaType.APPLICATION_JSON));
			}
			catch (IOException | IllegalStateException ex) {
				this.pages.remove(page);
			}
		}
	}

	// the server waits for open requests when it stops
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.pages.forEach(SseEmitter::complete);
	}

}
