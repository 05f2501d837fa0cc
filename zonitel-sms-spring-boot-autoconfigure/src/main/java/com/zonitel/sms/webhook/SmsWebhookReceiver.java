package com.zonitel.sms.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.Receipt;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.MalformedNotificationException;
import com.zonitel.sms.notification.SmsNotification;
import com.zonitel.sms.notification.SmsNotificationParser;
import com.zonitel.sms.notification.TraceFields;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Receiving core of the webhook: authenticate, limit, read, parse, hand over, answer. Web
 * adapters translate HTTP to and from it and decide nothing.
 *
 * @since 0.1.0
 */
public class SmsWebhookReceiver implements DisposableBean {

	/**
	 * Time for which a connection stays open after an answer that has not awaited the
	 * whole body, so that a client that is still sending can read it. Closed at once, a
	 * connection with unread data is reset, and the answer may be lost.
	 */
	public static final Duration LINGER = Duration.ofSeconds(1);

	private static final Duration REFUSAL_LOG_INTERVAL = Duration.ofMinutes(1);

	private static final long SWEEP_MILLIS = 100;

	// Tomcat holds about 100 KB for each request that is open
	private static final int MAX_WAITING = 1_000;

	private final SmsWebhookAuthenticator authenticator;

	private final SmsWebhookProbes probes;

	private final SmsInbox inbox;

	private final int maxBodySize;

	private final long acknowledgeWithinNanos;

	private final Clock clock;

	private final SmsWebhookObserver observer;

	private final TraceFields traceFields;

	private final @Nullable SmsWebhookCapture capture;

	private final SmsNotificationParser parser = new SmsNotificationParser();

	private final RefusalLog refusals;

	// all deadlines are equally far away: in order of arrival is in order of deadline
	private final Queue<SmsWebhookReception> receptions = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	private final ScheduledExecutorService sweeper;

	private volatile @Nullable Instant lastNotificationAt;

	/**
	 * Create a new instance that nobody watches.
	 * @param authenticator what tells whether the caller is Zonitel
	 * @param inbox what takes responsibility for notifications
	 * @param maxBodySize the largest body accepted, in bytes
	 * @param acknowledgeWithin the time from the request's head to the answer
	 * @param clock the clock for the time of receipt
	 */
	public SmsWebhookReceiver(SmsWebhookAuthenticator authenticator, SmsInbox inbox, int maxBodySize,
			Duration acknowledgeWithin, Clock clock) {
		this(authenticator, inbox, maxBodySize, acknowledgeWithin, clock, List.of(), TraceFields.NONE, null);
	}

	/**
	 * Create a new instance.
	 * @param authenticator what tells whether the caller is Zonitel
	 * @param inbox what takes responsibility for notifications
	 * @param maxBodySize the largest body accepted, in bytes
	 * @param acknowledgeWithin the time from the request's head to the answer
	 * @param clock the clock for the time of receipt
	 * @param observers what watches requests, in order
	 * @param traceFields what names the trace of a request
	 * @param capture what keeps requests in a file, closed with the receiver; or
	 * {@code null} to keep none
	 */
	public SmsWebhookReceiver(SmsWebhookAuthenticator authenticator, SmsInbox inbox, int maxBodySize,
			Duration acknowledgeWithin, Clock clock, List<SmsWebhookObserver> observers, TraceFields traceFields,
			@Nullable SmsWebhookCapture capture) {
		this.authenticator = authenticator;
		this.probes = new SmsWebhookProbes(authenticator);
		this.inbox = inbox;
		this.maxBodySize = maxBodySize;
		this.acknowledgeWithinNanos = acknowledgeWithin.toNanos();
		this.clock = clock;
		this.observer = new SmsWebhookObservers(observers);
		this.traceFields = traceFields;
		this.capture = capture;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-deadline-");
		threads.setDaemon(true);
		this.sweeper = Executors.newSingleThreadScheduledExecutor(threads);
		this.refusals = new RefusalLog(this.sweeper, REFUSAL_LOG_INTERVAL);
	}

	/**
	 * Look at the head of a request.
	 * @param request the head of the request
	 * @return the response with which the request ends unread, or {@code null} if its
	 * body is to be read
	 */
	public @Nullable SmsWebhookResponse refuse(SmsWebhookRequest request) {
		SmsWebhookResponse response;
		try {
			response = check(request);
		}
		catch (RuntimeException ex) {
			failed(ex);
			response = SmsWebhookAnswer.UNAVAILABLE;
		}
		if (response instanceof SmsWebhookAnswer refusal) {
			this.refusals.log(refusal);
			this.observer.refused(refusal);
		}
		return response;
	}

	private @Nullable SmsWebhookResponse check(SmsWebhookRequest request) {
		if (!request.method().equals("POST")) {
			return SmsWebhookAnswer.METHOD_NOT_ALLOWED;
		}
		SmsWebhookAuthentication authentication = this.authenticator.authenticate(request);
		if (!authentication.isAuthenticated()) {
			SmsWebhookResponse proof = this.probes.answer(request, false);
			return (proof != null) ? proof : SmsWebhookAnswer.UNAUTHORIZED;
		}
		SmsWebhookAnswer refusal = checkBody(request);
		SmsWebhookResponse proof = (refusal != null) ? this.probes.answer(request, true) : null;
		if (proof != null) {
			return proof;
		}
		Integer secretPosition = authentication.getSecretPosition();
		if (secretPosition != null) {
			this.observer.authenticated(secretPosition);
		}
		CapturedRequest captured = (refusal != null) ? capture(request) : null;
		if (captured != null && refusal != null) {
			captured.answered(refusal);
		}
		return refusal;
	}

	private @Nullable SmsWebhookAnswer checkBody(SmsWebhookRequest request) {
		if (!isJson(request.headers("Content-Type")) || !request.headers("Content-Encoding").isEmpty()) {
			return SmsWebhookAnswer.UNSUPPORTED_MEDIA_TYPE;
		}
		return (request.contentLength() > this.maxBodySize) ? SmsWebhookAnswer.CONTENT_TOO_LARGE : null;
	}

	private @Nullable CapturedRequest capture(SmsWebhookRequest request) {
		return (this.capture != null) ? this.capture.begin(request) : null;
	}

	private static boolean isJson(List<String> contentTypes) {
		if (contentTypes.isEmpty()) {
			return true;
		}
		String contentType = contentTypes.get(0);
		if (contentType.equals("application/json")) {
			return true;
		}
		try {
			String subtype = MediaType.parseMediaType(contentType.split(";", 2)[0]).getSubtype();
			return subtype.equalsIgnoreCase("json") || subtype.toLowerCase(Locale.ROOT).endsWith("+json");
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/**
	 * Begin to receive the body of a request that was not {@link #refuse refused}. To be
	 * called on the request's own thread, whose context the listeners will have.
	 * @param request the head of the request
	 * @param answering what writes the answer; called exactly once, on any thread
	 * @return the reception, to be fed with the body
	 */
	public SmsWebhookReception receive(SmsWebhookRequest request, Consumer<SmsWebhookAnswer> answering) {
		CapturedRequest captured = capture(request);
		SmsWebhookReception reception = new SmsWebhookReception(this, request.contentLength(),
				CallerContext.capture(this.traceFields), System.nanoTime(),
				(captured != null) ? answering.andThen(captured::answered) : answering, captured);
		this.receptions.add(reception);
		scheduleSweep();
		return reception;
	}

	/**
	 * End a request once its client has had time to read the answer.
	 * @param end what ends the request and closes the connection
	 */
	public void linger(Runnable end) {
		try {
			this.sweeper.schedule(end, LINGER.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			end.run();
		}
	}

	private void scheduleSweep() {
		if (!this.sweeping.get() && this.sweeping.compareAndSet(false, true)) {
			this.sweeper.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void sweep() {
		try {
			this.receptions.removeIf(SmsWebhookReception::isAnswered);
			SmsWebhookReception next = this.receptions.peek();
			long now = System.nanoTime();
			while (next != null && next.isOlderThan(this.acknowledgeWithinNanos, now)) {
				this.receptions.poll();
				next.expire();
				next = this.receptions.peek();
			}
			limitWaiting();
		}
		finally {
			this.sweeping.set(false);
			if (!this.receptions.isEmpty()) {
				scheduleSweep();
			}
		}
	}

	/**
	 * Answer the oldest early while too many requests are open, if the answer would be
	 * the same at the deadline: they would fill the memory of the host.
	 */
	private void limitWaiting() {
		if (this.receptions.size() > MAX_WAITING && this.inbox.receiptAtDeadline() == Receipt.ACCEPTED) {
			List<SmsWebhookReception> waiting = this.receptions.stream()
				.filter(SmsWebhookReception::isWaiting)
				.toList();
			waiting.stream()
				.limit(Math.max(0, waiting.size() - MAX_WAITING))
				.forEach(SmsWebhookReception::answerAtDeadline);
		}
	}

	/**
	 * Return when the last notification came, whatever became of it.
	 * @return the time of receipt, or {@code null} if none came since startup
	 */
	public @Nullable Instant getLastNotificationAt() {
		return this.lastNotificationAt;
	}

	@Override
	public void destroy() {
		this.sweeper.shutdownNow();
		this.refusals.flush();
		if (this.capture != null) {
			this.capture.close();
		}
	}

	SmsInbox inbox() {
		return this.inbox;
	}

	int maxBodySize() {
		return this.maxBodySize;
	}

	SmsNotification parse(byte[] body, CallerContext context) throws MalformedNotificationException {
		SmsNotification notification = this.parser.parse(body, this.clock.instant(), context);
		this.lastNotificationAt = notification.receivedAt();
		return notification;
	}

	void answered(SmsWebhookAnswer answer, @Nullable SmsNotification notification, @Nullable Receipt receipt,
			long nanos) {
		if (answer != SmsWebhookAnswer.OK) {
			this.refusals.log(answer);
		}
		this.observer.answered(answer, notification, receipt, nanos);
	}

	void aborted() {
		this.observer.aborted();
	}

	void failed(Throwable ex) {
		this.refusals.failed(ex);
	}

}
