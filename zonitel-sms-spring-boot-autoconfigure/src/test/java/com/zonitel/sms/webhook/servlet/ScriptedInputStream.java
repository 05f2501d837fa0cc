package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Stream of a body that gives its parts one by one, and then ends or fails.
 */
final class ScriptedInputStream extends ServletInputStream {

	private final Deque<byte[]> parts = new ArrayDeque<>();

	private final @Nullable Throwable failure;

	int reads;

	ScriptedInputStream(@Nullable Throwable failure, String... parts) {
		this.failure = failure;
		for (String part : parts) {
			this.parts.add(part.getBytes(StandardCharsets.UTF_8));
		}
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		this.reads++;
		byte[] part = this.parts.poll();
		if (part != null) {
			System.arraycopy(part, 0, bytes, offset, part.length);
			return part.length;
		}
		if (this.failure instanceof IOException io) {
			throw io;
		}
		if (this.failure instanceof RuntimeException runtime) {
			throw runtime;
		}
		return -1;
	}

	@Override
	public int read() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isFinished() {
		return false;
	}

	@Override
	public boolean isReady() {
		return !this.parts.isEmpty();
	}

	@Override
	public void setReadListener(ReadListener listener) {
		throw new UnsupportedOperationException();
	}

}
