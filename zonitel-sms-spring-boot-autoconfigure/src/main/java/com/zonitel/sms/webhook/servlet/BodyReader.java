package com.zonitel.sms.webhook.servlet;

import java.io.IOException;

import com.zonitel.sms.webhook.SmsWebhookReception;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * Reads the body of a request into a reception.
 */
final class BodyReader implements ReadListener {

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
		boolean more = true;
		while (more && this.input.isReady() && !this.input.isFinished()) {
			more = this.reception.readPartFrom(this.input);
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
