package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.webhook.SmsWebhookAnswer;
import com.zonitel.sms.webhook.SmsWebhookReceiver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyReader}.
 */
class BodyReaderTests {

	private final List<String> bodies = new ArrayList<>();

	private final List<SmsWebhookAnswer> answers = new ArrayList<>();

	private final SmsWebhookReceiver receiver = Receivers.receiver((notification) -> {
		this.bodies.add(new String(notification.body(), StandardCharsets.UTF_8));
		return CompletableFuture.completedStage(Receipt.ACCEPTED);
	});

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@AfterEach
	void destroy() {
		this.receiver.destroy();
	}

	@Test
	void streamOfAFilterIsReadAtOnce() {
		reader(null, "{\"a\"", ":1}").read();
		assertThat(this.bodies).containsExactly("{\"a\":1}");
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.OK);
		assertBodyWasRead();
	}

	@Test
	void streamOfAFilterThatFailsIsABodyThatBreaksOff() {
		reader(new IOException("gone"), "{").read();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.BAD_REQUEST);
		assertBodyWasRead();
	}

	@Test
	void exceptionOfAFilterIsNoFaultOfTheCaller() {
		reader(new IllegalStateException("filter"), "{").read();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
		assertBodyWasRead();
	}

	@Test
	void tooLargeABodyIsNotReadToItsEnd() {
		ScriptedInputStream input = new ScriptedInputStream(null, " ".repeat(60), " ".repeat(60), " ".repeat(60));
		reader(input).read();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.CONTENT_TOO_LARGE);
		assertThat(input.reads).isEqualTo(2);
		assertThat(this.response.getHeader("Connection")).isEqualTo("close");
	}

	@Test
	void containerIsAskedNoFurtherThanItIsReady() throws Exception {
		ScriptedInputStream input = new ScriptedInputStream(null, "{", "}");
		BodyReader reader = reader(input);
		reader.onDataAvailable();
		assertThat(input.reads).isEqualTo(2);
		assertThat(this.answers).isEmpty();
		reader.onAllDataRead();
		assertThat(this.bodies).containsExactly("{}");
		assertBodyWasRead();
	}

	@Test
	void containerIsAskedForNothingMoreOnceTheRequestIsAnswered() throws Exception {
		ScriptedInputStream input = new ScriptedInputStream(null, " ".repeat(60), " ".repeat(60), "}");
		reader(input).onDataAvailable();
		assertThat(input.reads).isEqualTo(2);
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.CONTENT_TOO_LARGE);
	}

	@Test
	void timeoutOfTheServerIsNoFaultOfTheCaller() {
		reader(null).onError(new IOException(new SocketTimeoutException()));
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.UNAVAILABLE);
	}

	@Test
	void clientThatIsGoneIsNotAcknowledged() {
		BodyReader reader = reader(null);
		reader.onError(new IOException("gone"));
		reader.onAllDataRead();
		assertThat(this.answers).containsExactly(SmsWebhookAnswer.BAD_REQUEST);
		assertThat(this.bodies).isEmpty();
	}

	private void assertBodyWasRead() {
		assertThat(this.response.isCommitted()).isTrue();
		assertThat(this.response.getHeader("Connection")).isNull();
	}

	private BodyReader reader(@Nullable Throwable failure, String... parts) {
		return reader(new ScriptedInputStream(failure, parts));
	}

	private BodyReader reader(ScriptedInputStream input) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/hook");
		request.setAsyncSupported(true);
		assertThat(this.receiver.tryHold()).isTrue();
		AsyncAnswer answer = AsyncAnswer.start(this.receiver, new ContainerExchange(request, this.response));
		return new BodyReader(input, this.receiver.receive(new ServletSmsWebhookRequest(request), (given) -> {
			this.answers.add(given);
			answer.write(given);
		}), answer);
	}

}
