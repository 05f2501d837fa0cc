package com.zonitel.sms.webhook.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.zonitel.sms.webhook.SmsWebhookReception;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * Reads the body of a request into a reception.
 */
final class BodyReader implements ReadListener {

	private static final int CHUNK_SIZE = 2048;

	private final ServletInputStream input;

	private final SmsWebhookReception reception;

	private final AsyncAnswer answer;

	BodyReader(ServletInputStream input, SmsWebhookReception reception, AsyncAnswer answer) {
		this.input = input;
		this.reception = reception;
		this.answer = answer;
	}

	void read() {
		if (ContainerExchange.isOfContainer(this.input)) {
			this.input.setReadListener(this);
			return;
		}
		try {
			if (this.reception.readFrom(this.input)) {
				onAllDataRead();
			}
		}
		catch (IOException ex) {
			onError(ex);
		}
		catch (RuntimeException ex) {
			this.answer.bodyRead();
			this.reception.fail(ex);
		}
	}

	@Override
	public void onDataAvailable() throws IOException {
		byte[] chunk = new byte[CHUNK_SIZE];
		while (this.input.isReady() && !this.input.isFinished()) {
			int count = this.input.read(chunk);
			if (count < 0 || !this.reception.append(ByteBuffer.wrap(chunk, 0, count))) {
				return;
			}
		}
	}

	@Override
	public void onAllDataRead() {
		this.answer.bodyRead();
		this.reception.complete();
	}

	@Override
	public void onError(Throwable ex) {
		this.answer.bodyRead();
		this.reception.abort(ex);
	}

}
