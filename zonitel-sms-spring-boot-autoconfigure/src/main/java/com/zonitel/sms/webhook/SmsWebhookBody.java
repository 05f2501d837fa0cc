package com.zonitel.sms.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of a body as they arrive, up to a limit.
 */
final class SmsWebhookBody {

	private static final int USUAL_SIZE = 512;

	private static final int MAX_INITIAL_SIZE = 4096;

	private final int maxSize;

	private byte[] bytes;

	private int length;

	/**
	 * Create a new instance.
	 * @param contentLength the declared length in bytes, or -1
	 * @param maxSize the limit, in bytes
	 */
	SmsWebhookBody(long contentLength, int maxSize) {
		this.maxSize = maxSize;
		this.bytes = new byte[(int) Math.min((contentLength >= 0) ? contentLength : USUAL_SIZE, MAX_INITIAL_SIZE)];
	}

	/**
	 * Add bytes, which are copied.
	 * @param part the bytes
	 * @return whether they fit
	 */
	boolean append(ByteBuffer part) {
		int count = part.remaining();
		if (count > this.maxSize - this.length) {
			return false;
		}
		int required = this.length + count;
		if (required > this.bytes.length) {
			grow(required);
		}
		part.get(this.bytes, this.length, count);
		this.length = required;
		return true;
	}

	/**
	 * Read once from a stream, which may block.
	 * @param input the stream
	 * @return the number of bytes read, -1 at the end of the stream, or
	 * {@link Integer#MAX_VALUE} if they did not fit
	 * @throws IOException if the stream cannot be read
	 */
	int readFrom(InputStream input) throws IOException {
		if (this.length < this.bytes.length) {
			int count = input.read(this.bytes, this.length, this.bytes.length - this.length);
			this.length += Math.max(count, 0);
			return (this.length <= this.maxSize) ? count : Integer.MAX_VALUE;
		}
		int next = input.read();
		if (next < 0) {
			return -1;
		}
		if (this.length >= this.maxSize) {
			return Integer.MAX_VALUE;
		}
		grow(this.length + 1);
		this.bytes[this.length++] = (byte) next;
		return 1;
	}

	private void grow(int required) {
		this.bytes = Arrays.copyOf(this.bytes,
				(int) Math.min(Math.max(required, Math.max(this.bytes.length * 2L, USUAL_SIZE)), this.maxSize));
	}

	/**
	 * Return the bytes, once, and release them.
	 * @return the bytes
	 */
	byte[] take() {
		byte[] body = (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
		this.bytes = new byte[0];
		this.length = 0;
		return body;
	}

	/**
	 * Return whether a body could not be read since the server's own read has timed out.
	 * Every server has exceptions of its own for that.
	 * @param failure the failure to read it
	 * @return whether it is a time-out
	 */
	static boolean isTimeout(Throwable failure) {
		@Nullable Throwable candidate = failure;
		for (int depth = 0; candidate != null && depth < 5; depth++) {
			if (candidate.getClass().getSimpleName().contains("Timeout")) {
				return true;
			}
			candidate = candidate.getCause();
		}
		return false;
	}

}
