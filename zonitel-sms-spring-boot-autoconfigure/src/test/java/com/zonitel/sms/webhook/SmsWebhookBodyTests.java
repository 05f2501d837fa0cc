package com.zonitel.sms.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsWebhookBody}.
 */
class SmsWebhookBodyTests {

	private static final int MAX_SIZE = 10_000;

	private final byte[] bytes = new byte[MAX_SIZE + 1];

	SmsWebhookBodyTests() {
		new Random(1).nextBytes(this.bytes);
	}

	@Test
	void readsWhateverLengthWasDeclared() throws IOException {
		for (int length : new int[] { 0, 1, 511, 512, 513, 4_096, 4_097, MAX_SIZE }) {
			for (int declared : new int[] { -1, length, length / 2, MAX_SIZE }) {
				SmsWebhookBody body = new SmsWebhookBody(declared, MAX_SIZE);
				InputStream input = new ByteArrayInputStream(this.bytes, 0, length);
				assertThat(readAll(body, input)).isEqualTo(-1);
				assertThat(body.take()).containsExactly(first(length));
			}
		}
	}

	@Test
	void doesNotReadMoreThanTheLimit() throws IOException {
		for (int declared : new int[] { -1, 0, 100, MAX_SIZE }) {
			SmsWebhookBody body = new SmsWebhookBody(declared, MAX_SIZE);
			assertThat(readAll(body, new ByteArrayInputStream(this.bytes))).isEqualTo(Integer.MAX_VALUE);
		}
		assertThat(readAll(new SmsWebhookBody(-1, 10), new ByteArrayInputStream(this.bytes)))
			.isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void gathersParts() {
		SmsWebhookBody body = new SmsWebhookBody(-1, MAX_SIZE);
		IntStream.range(0, 100)
			.forEach((i) -> assertThat(body.append(ByteBuffer.wrap(this.bytes, i * 100, 100))).isTrue());
		assertThat(body.append(ByteBuffer.wrap(new byte[1]))).isFalse();
		assertThat(body.take()).containsExactly(first(MAX_SIZE));
	}

	@Test
	void timeoutIsRecognizedAmongCauses() {
		assertThat(SmsWebhookBody.isTimeout(new IOException(new SocketTimeoutException()))).isTrue();
		assertThat(SmsWebhookBody.isTimeout(new IOException("timeout"))).isFalse();
	}

	private static int readAll(SmsWebhookBody body, InputStream input) throws IOException {
		int count = body.readFrom(input);
		while (count >= 0 && count != Integer.MAX_VALUE) {
			count = body.readFrom(input);
		}
		return count;
	}

	private byte[] first(int length) {
		return Arrays.copyOf(this.bytes, length);
	}

}
