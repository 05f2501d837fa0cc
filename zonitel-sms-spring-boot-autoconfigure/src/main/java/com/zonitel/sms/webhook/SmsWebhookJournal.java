package com.zonitel.sms.webhook;

import java.util.List;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.notification.SmsNotification;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log and the observers what becomes of requests. Nothing that fails here keeps
 * a request from its answer.
 */
final class SmsWebhookJournal {

	private final SmsWebhookObserver observers;

	private final RefusalLog refusals;

	SmsWebhookJournal(List<SmsWebhookObserver> observers, RefusalLog refusals) {
		this.observers = new SmsWebhookObservers(observers);
		this.refusals = refusals;
	}

	void authenticated(int secretPosition) {
		this.observers.authenticated(secretPosition);
	}

	void refused(SmsWebhookAnswer answer) {
		log(answer);
		this.observers.refused(answer);
	}

	void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
			long nanos) {
		if (answer != SmsWebhookAnswer.OK) {
			log(answer);
		}
		this.observers.answered(answer, notification, receipt, nanos);
	}

	void aborted() {
		this.observers.aborted();
	}

	/**
	 * Remember a failure for the next line of the log about requests that were answered
	 * with 503.
	 * @param ex the failure
	 */
	void failed(Throwable ex) {
		this.refusals.failed(ex);
	}

	private void log(SmsWebhookAnswer answer) {
		try {
			this.refusals.log(answer);
		}
		catch (Throwable ex) {
			// logging itself failed, and nothing is left to report it with
		}
	}

}
