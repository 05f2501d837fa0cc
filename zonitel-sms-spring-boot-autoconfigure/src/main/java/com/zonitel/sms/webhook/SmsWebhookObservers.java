package com.zonitel.sms.webhook;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.RedactedException;
import com.zonitel.sms.notification.SmsNotification;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The observers of a receiver, in order. One that throws keeps neither the others from
 * watching nor a request from its answer.
 */
final class SmsWebhookObservers implements SmsWebhookObserver {

	private static final Log logger = LogFactory.getLog(SmsWebhookReceiver.class);

	private final SmsWebhookObserver[] observers;

	private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

	SmsWebhookObservers(List<SmsWebhookObserver> observers) {
		this.observers = observers.toArray(SmsWebhookObserver[]::new);
	}

	@Override
	public void authenticated(int secretPosition) {
		tell((observer) -> observer.authenticated(secretPosition));
	}

	@Override
	public void refused(SmsWebhookAnswer answer) {
		tell((observer) -> observer.refused(answer));
	}

	@Override
	public void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
			long nanos) {
		tell((observer) -> observer.answered(answer, notification, receipt, nanos));
	}

	@Override
	public void aborted() {
		tell(SmsWebhookObserver::aborted);
	}

	private void tell(Consumer<SmsWebhookObserver> news) {
		for (SmsWebhookObserver observer : this.observers) {
			try {
				news.accept(observer);
			}
			catch (Throwable ex) {
				log(observer, ex);
			}
		}
	}

	private void log(SmsWebhookObserver observer, Throwable ex) {
		try {
			failed(observer, ex);
		}
		catch (Throwable failure) {
			// logging itself failed, and nothing is left to report it with
		}
	}

	private void failed(SmsWebhookObserver observer, Throwable ex) {
		if (this.failed.add(observer.getClass())) {
			logger.warn("Observer of the SMS webhook failed: " + observer.getClass().getName()
					+ "; further failures are logged at DEBUG", RedactedException.of(ex));
		}
		else {
			logger.debug("Observer of the SMS webhook failed: " + observer.getClass().getName(),
					RedactedException.of(ex));
		}
	}

}
