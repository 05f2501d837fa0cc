package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import jakarta.servlet.ServletInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RequestThread}.
 */
class RequestThreadTests {

	private final List<@Nullable RequestAttributes> attributes = new ArrayList<>();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private CompletableFuture<Receipt> receipt = CompletableFuture.completedFuture(Receipt.ACCEPTED);

	private final SmsWebhookReceiver receiver = Receivers.receiver((notification) -> {
		this.attributes.add(RequestContextHolder.getRequestAttributes());
		return this.receipt;
	});

	@AfterEach
	void destroy() {
		this.receiver.destroy();
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void requestIsAnsweredBeforeItsThreadReturns() {
		receive(null, "{", "}");
		assertThat(this.response.getStatus()).isEqualTo(200);
		assertThat(this.response.getHeader("Connection")).isNull();
		assertThat(this.attributes).hasSize(1);
	}

	@Test
	void threadWaitsForTheReceipt() {
		this.receipt = new CompletableFuture<>();
		this.receipt.completeOnTimeout(Receipt.LISTENER_FAILED, 50, TimeUnit.MILLISECONDS);
		receive(null, "{}");
		assertThat(this.response.getStatus()).isEqualTo(500);
	}

	@Test
	void inboxSeesNothingOfTheRequest() {
		ServletRequestAttributes bound = new ServletRequestAttributes(new MockHttpServletRequest());
		RequestContextHolder.setRequestAttributes(bound);
		receive(null, "{}");
		assertThat(this.attributes).hasSize(1).containsOnlyNulls();
		assertThat(RequestContextHolder.getRequestAttributes()).isSameAs(bound);
	}

	@Test
	void bodyThatBreaksOffIsNotAcknowledged() {
		receive(new IOException("gone"), "{}");
		assertThat(this.response.getStatus()).isEqualTo(400);
		assertThat(this.response.getHeader("Connection")).isEqualTo("close");
		assertThat(this.attributes).isEmpty();
	}

	@Test
	void exceptionOfAFilterIsNoFaultOfTheCaller() {
		receive(new IllegalStateException("filter"), "{}");
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.attributes).isEmpty();
	}

	@Test
	void tooLargeABodyIsNotReadToItsEnd() {
		receive(null, " ".repeat(60), " ".repeat(60), " ".repeat(60));
		assertThat(this.response.getStatus()).isEqualTo(413);
		assertThat(this.response.getHeader("Connection")).isEqualTo("close");
	}

	@Test
	void failureToBeginIsTheCallers() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		ContainerExchange exchange = new ContainerExchange(request, this.response);
		AtomicReference<Consumer<SmsWebhookAnswer>> late = new AtomicReference<>();
		assertThatIllegalStateException()
			.isThrownBy(() -> RequestThread.receive(request, exchange, false, (answering) -> {
				late.set(answering);
				throw new IllegalStateException("no memory");
			}));
		CompletableFuture.runAsync(() -> late.get().accept(SmsWebhookAnswer.OK)).join();
		assertThat(this.response.isCommitted()).isFalse();
	}

	private void receive(@Nullable Throwable failure, String... parts) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/hook") {

			@Override
			public ServletInputStream getInputStream() {
				return new ScriptedInputStream(failure, parts);
			}

		};
		RequestThread.receive(request, new ContainerExchange(request, this.response), false,
				(answering) -> this.receiver.receive(new ServletSmsWebhookRequest(request), answering));
	}

}
