package com.zonitel.sms.webhook.servlet;

import java.util.concurrent.CompletableFuture;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AsyncAnswer}.
 */
class AsyncAnswerTests {

	private final SmsWebhookReceiver receiver = Receivers.receiver((notification) -> new CompletableFuture<>());

	private final int places = Receivers.places(this.receiver);

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private MockHttpServletRequest request = new MockHttpServletRequest();

	@BeforeEach
	void hold() {
		this.request.setAsyncSupported(true);
		assertThat(this.receiver.tryHold()).isTrue();
	}

	@AfterEach
	void destroy() {
		this.receiver.destroy();
	}

	@Test
	void holdsItsPlaceUntilTheContainerHasEndedTheRequest() {
		AsyncAnswer answer = start();
		assertThat(Receivers.places(this.receiver)).isEqualTo(this.places - 1);
		answer.bodyRead();
		answer.write(SmsWebhookAnswer.OK);
		assertThat(this.request.isAsyncStarted()).isFalse();
		assertThat(this.response.isCommitted()).isTrue();
		assertThat(this.response.getHeader("Connection")).isNull();
		assertThat(Receivers.places(this.receiver)).isEqualTo(this.places);
	}

	@Test
	void connectionWithAnUnreadBodyLingersAndIsClosed() {
		start().write(SmsWebhookAnswer.CONTENT_TOO_LARGE);
		assertThat(this.response.isCommitted()).isTrue();
		assertThat(this.response.getHeader("Connection")).isEqualTo("close");
		assertThat(this.request.isAsyncStarted()).isTrue();
		this.receiver.destroy();
		assertThat(this.request.isAsyncStarted()).isFalse();
	}

	@Test
	void requestThatCannotBeMadeAsynchronousGivesItsPlaceBack() {
		this.request.setAsyncSupported(false);
		assertThatIllegalStateException().isThrownBy(this::start);
		assertThat(Receivers.places(this.receiver)).isEqualTo(this.places);
	}

	@Test
	void placeIsGivenBackOnce() {
		AsyncAnswer answer = start();
		answer.end();
		answer.onComplete(event());
		answer.end();
		assertThat(Receivers.places(this.receiver)).isEqualTo(this.places);
	}

	@Test
	void requestThatTheContainerHasEndedGivesItsPlaceBack() {
		this.request = new EndedRequest();
		start().end();
		assertThat(Receivers.places(this.receiver)).isEqualTo(this.places);
	}

	@Test
	void brokenConnectionEndsTheRequestAsUnavailable() {
		AsyncAnswer answer = start();
		answer.onError(event());
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.request.isAsyncStarted()).isFalse();
		assertThat(Receivers.places(this.receiver)).isEqualTo(this.places);
	}

	@Test
	void timeoutOfTheContainerEndsNothing() {
		AsyncAnswer answer = start();
		answer.onTimeout(event());
		assertThat(this.request.isAsyncStarted()).isTrue();
		assertThat(this.response.isCommitted()).isFalse();
	}

	private AsyncAnswer start() {
		return AsyncAnswer.start(this.receiver, new ContainerExchange(this.request, this.response));
	}

	private AsyncEvent event() {
		return new AsyncEvent(new MockAsyncContext(this.request, this.response));
	}

	/**
	 * Request whose container does not let it be ended once more.
	 */
	private static final class EndedRequest extends MockHttpServletRequest {

		@Override
		public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
			return new MockAsyncContext(request, response) {

				@Override
				public void complete() {
					throw new IllegalStateException("ended already");
				}

			};
		}

	}

}
