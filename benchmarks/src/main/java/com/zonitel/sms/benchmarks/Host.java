package com.zonitel.sms.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import com.zonitel.sms.SmsEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebHandler;

/**
 * Application with three receivers on one port: one that only answers, one as a team
 * would write it by hand, and the starter's.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Host.ByHand.class)
class Host {

	static final String SECRET = "0123456789abcdef0123456789abcdef";

	static final String BARE = "/bare";

	static final String BY_HAND = "/by-hand";

	static final String STARTER = "/webhooks/zonitel/sms?token=" + SECRET;

	static final LongAdder handled = new LongAdder();

	@EventListener
	void onSms(SmsEvent event) {
		handled.increment();
	}

	@EventListener
	void onHandWritten(Notification event) {
		handled.increment();
	}

	@RestController
	static class ByHand {

		private final ApplicationEventPublisher publisher;

		ByHand(ApplicationEventPublisher publisher) {
			this.publisher = publisher;
		}

		@PostMapping(BY_HAND)
		void receive(@RequestBody Notification notification) {
			this.publisher.publishEvent(notification);
		}

	}

	/**
	 * What a team would have Spring make of the body.
	 */
	record Notification(String status, Data data, @Nullable String message) {

	}

	/**
	 * The SMS of a notification.
	 */
	record Data(String id, int segments, String direction, String messageText, String from, String to,
			List<String> medias) {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class Servlet {

		@Bean
		org.springframework.web.servlet.handler.SimpleUrlHandlerMapping bareHandlerMapping() {
			HttpRequestHandler handler = (request, response) -> {
				byte[] body = new byte[request.getContentLength()];
				request.getInputStream().readNBytes(body, 0, body.length);
				response.setStatus(HttpStatus.OK.value());
			};
			return new org.springframework.web.servlet.handler.SimpleUrlHandlerMapping(Map.of(BARE, handler),
					Ordered.HIGHEST_PRECEDENCE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class Reactive {

		@Bean
		org.springframework.web.reactive.handler.SimpleUrlHandlerMapping bareHandlerMapping() {
			WebHandler handler = (exchange) -> DataBufferUtils.join(exchange.getRequest().getBody())
				.doOnNext(DataBufferUtils::release)
				.then(Mono.defer(() -> {
					exchange.getResponse().setStatusCode(HttpStatus.OK);
					return exchange.getResponse().setComplete();
				}));
			return new org.springframework.web.reactive.handler.SimpleUrlHandlerMapping(Map.of(BARE, handler),
					Ordered.HIGHEST_PRECEDENCE);
		}

	}

}
