package com.zonitel.sms.webhook.servlet;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseGuard}.
 */
class ResponseGuardTests {

	private final List<Thread> writers = new CopyOnWriteArrayList<>();

	private final MockHttpServletResponse response = new MockHttpServletResponse() {

		@Override
		public void setStatus(int status) {
			ResponseGuardTests.this.writers.add(Thread.currentThread());
			super.setStatus(status);
		}

	};

	private ResponseGuard guard = guard(false);

	@Test
	void ownThreadWritesItsAnswerOnceItIsFree() {
		this.guard.bodyRead();
		this.guard.answer(SmsWebhookAnswer.OK);
		assertThat(this.writers).isEmpty();
		this.guard.writeWhenAnswered();
		assertThat(this.writers).containsExactly(Thread.currentThread());
		assertThat(this.response.isCommitted()).isFalse();
		assertThat(this.response.getHeader("Connection")).isNull();
	}

	@Test
	void anotherThreadWritesAndClosesWhileTheBodyIsUnread() {
		answerOnAnotherThread();
		assertThat(this.writers).hasSize(1).doesNotContain(Thread.currentThread());
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.isCommitted()).isTrue();
		assertThat(this.response.getHeader("Connection")).isEqualTo("close");
		this.guard.writeWhenAnswered();
		assertThat(this.writers).hasSize(1);
	}

	@Test
	void anotherThreadLeavesTheConnectionOpenOnceTheBodyIsRead() {
		this.guard.bodyRead();
		answerOnAnotherThread();
		assertThat(this.response.isCommitted()).isTrue();
		assertThat(this.response.getHeader("Connection")).isNull();
	}

	@Test
	void anotherThreadClosesWhileListenersMayRunOnTheOwn() {
		this.guard = guard(true);
		this.guard.bodyRead();
		answerOnAnotherThread();
		assertThat(this.response.getHeader("Connection")).isEqualTo("close");
	}

	@Test
	void ownThreadWaitsForTheAnswerOfAnother() {
		Thread owner = Thread.currentThread();
		CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
			Awaitility.await().until(() -> owner.getState() == Thread.State.WAITING);
			this.guard.answer(SmsWebhookAnswer.UNAVAILABLE);
		});
		this.guard.writeWhenAnswered();
		answering.join();
		assertThat(this.writers).containsExactly(owner);
		assertThat(this.response.getStatus()).isEqualTo(503);
	}

	@Test
	void nobodyTouchesTheResponseOnceTheRequestHasReturned() {
		this.guard.close();
		answerOnAnotherThread();
		assertThat(this.writers).isEmpty();
	}

	private ResponseGuard guard(boolean mayRunListeners) {
		return new ResponseGuard(new ContainerExchange(new MockHttpServletRequest(), this.response), mayRunListeners);
	}

	private void answerOnAnotherThread() {
		CompletableFuture.runAsync(() -> this.guard.answer(SmsWebhookAnswer.UNAVAILABLE)).join();
	}

}
