package com.zonitel.sms.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.zonitel.sms.inbox.DirectSmsInbox;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.notification.CallerContext;
import com.zonitel.sms.notification.TraceFields;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Receiving core of the webhook: authenticate, limit, read, parse, hand over, answer.
 * {@link SmsWebhookRequestCheck} decides before the body is read, and
 * {@link SmsWebhookReception} afterwards; web adapters translate HTTP.
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

	// Tomcat holds about 100 KB for each request that is open
	private static final int MAX_HELD = 1_000;

	// virtual threads let every request in at once, and those that wait need memory, too:
	// one place for each megabyte of the heap
	private static final int MAX_PLACES_BESIDE_VIRTUAL_THREADS = (int) Math.min(MAX_HELD,
			Runtime.getRuntime().maxMemory() >> 20);

	private final SmsInbox inbox;

	private final int maxBodySize;

	private final TraceFields traceFields;

	private final @Nullable SmsWebhookCapture capture;

	private final SmsNotificationReader reader;

	private final RefusalLog refusals;

	private final SmsWebhookJournal journal;

	private final SmsWebhookRequestCheck check;

	private final SmsWebhookDeadlines deadlines;

	private final AtomicInteger held = new AtomicInteger();

	private final Semaphore waitingBesideVirtualThreads = new Semaphore(MAX_PLACES_BESIDE_VIRTUAL_THREADS);

	/**
	 * Create a new instance without observers.
	 * @param authenticator the authenticator of callers
	 * @param inbox the inbox for notifications
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
	 * @param authenticator the authenticator of callers
	 * @param inbox the inbox for notifications
	 * @param maxBodySize the largest body accepted, in bytes
	 * @param acknowledgeWithin the time from the request's head to the answer
	 * @param clock the clock for the time of receipt
	 * @param observers the observers of requests, in order
	 * @param traceFields the strategy for the fields of a request's trace
	 * @param capture the capture of requests, closed with the receiver; or {@code null}
	 */
	public SmsWebhookReceiver(SmsWebhookAuthenticator authenticator, SmsInbox inbox, int maxBodySize,
			Duration acknowledgeWithin, Clock clock, List<SmsWebhookObserver> observers, TraceFields traceFields,
			@Nullable SmsWebhookCapture capture) {
		this.inbox = inbox;
		this.maxBodySize = maxBodySize;
		this.traceFields = traceFields;
		this.capture = capture;
		this.reader = new SmsNotificationReader(clock);
		this.refusals = new RefusalLog(REFUSAL_LOG_INTERVAL);
		this.journal = new SmsWebhookJournal(observers, this.refusals);
		this.check = new SmsWebhookRequestCheck(authenticator, maxBodySize, this.journal, capture);
		this.deadlines = new SmsWebhookDeadlines(acknowledgeWithin, this.refusals);
		this.deadlines.start();
	}

	/**
	 * Look at the head of a request.
	 * @param request the head of the request
	 * @return the response with which the request ends unread, or {@code null} if its
	 * body is to be read
	 */
	public @Nullable SmsWebhookResponse refuse(SmsWebhookRequest request) {
		return this.check.refuse(request);
	}

	/**
	 * Refuse a request for which the server has neither a place nor a thread.
	 * @return the answer
	 */
	public SmsWebhookAnswer refuseOverload() {
		this.journal.refused(SmsWebhookAnswer.UNAVAILABLE);
		return SmsWebhookAnswer.UNAVAILABLE;
	}

	/**
	 * Refuse a request that could not be {@link #receive received}.
	 * @param failure the failure, of which only the type is logged
	 * @return the answer
	 */
	public SmsWebhookAnswer refuse(Throwable failure) {
		this.journal.failed(failure);
		return refuseOverload();
	}

	/**
	 * Begin to receive the body of a request that was not {@link #refuse refused}. To be
	 * called on the request's own thread, whose context the listeners will have.
	 * @param request the head of the request
	 * @param answering the writer of the answer; called once, on any thread, unless it
	 * throws a {@link VirtualMachineError}
	 * @return the reception, to be fed with the body
	 */
	public SmsWebhookReception receive(SmsWebhookRequest request, Consumer<SmsWebhookAnswer> answering) {
		SmsWebhookReception reception = begin(request, ReceptionRequest.Way.QUEUED, answering);
		this.deadlines.add(reception);
		return reception;
	}

	/**
	 * Begin to receive the body of a request while too many are {@link #tryHold held}.
	 * Such a request does not wait for listeners: it is answered as soon as the inbox has
	 * been given the notification, as if the deadline had passed.
	 * @param request the head of the request
	 * @param answering the writer of the answer; called once, on any thread, unless it
	 * throws a {@link VirtualMachineError}
	 * @return the reception, to be fed with the body
	 */
	public SmsWebhookReception receiveImmediately(SmsWebhookRequest request, Consumer<SmsWebhookAnswer> answering) {
		SmsWebhookReception reception = begin(request, ReceptionRequest.Way.IMMEDIATE, answering);
		this.deadlines.add(reception);
		return reception;
	}

	/**
	 * Begin to receive the body of a request whose thread has a permit of the
	 * {@link #openDirectLane direct lane}: listeners may run on the thread that completes
	 * the body.
	 * @param request the head of the request
	 * @param permit the permit, kept until the thread returns to the server
	 * @param answering the writer of the answer; called once, on any thread, unless it
	 * throws a {@link VirtualMachineError}
	 * @return the reception, to be fed with the body
	 */
	public SmsWebhookReception receiveDirectly(SmsWebhookRequest request, DirectLane.Permit permit,
			Consumer<SmsWebhookAnswer> answering) {
		SmsWebhookReception reception = begin(request, ReceptionRequest.Way.DIRECT, answering);
		this.deadlines.add(reception, permit);
		return reception;
	}

	private SmsWebhookReception begin(SmsWebhookRequest request, ReceptionRequest.Way way,
			Consumer<SmsWebhookAnswer> answering) {
		CapturedRequest captured = (this.capture != null) ? this.capture.begin(request) : null;
		return new SmsWebhookReception(this.reader, this.inbox, this.journal,
				new ReceptionRequest(request.contentLength(), this.maxBodySize, System.nanoTime(),
						CallerContext.capture(this.traceFields), way, waiting(), captured),
				(captured != null) ? answering.andThen(captured::answered) : answering);
	}

	/**
	 * Open the direct lane, for requests that are received on the server's own threads.
	 * It has no permits if the inbox never runs listeners on the thread of a caller.
	 * @param maxThreads the number of the server's threads that may be held at once
	 * @return the lane, watched for the deadline
	 */
	public DirectLane openDirectLane(int maxThreads) {
		int maxCallers = (this.inbox instanceof DirectSmsInbox direct) ? direct.getMaxCallers() : 0;
		DirectLane lane = new DirectLane(Math.min(Math.min(maxThreads, maxCallers), MAX_HELD), System::nanoTime);
		this.deadlines.watch(lane);
		return lane;
	}

	/**
	 * Return how many threads of the server are held by requests of the
	 * {@link #openDirectLane direct lane}.
	 * @return the number of threads
	 */
	public int getHeldThreads() {
		return this.deadlines.heldThreads();
	}

	/**
	 * Take one of a limited number of places for requests that stay open without a thread
	 * of their own, since each of them holds memory of the server.
	 * @return whether there was a place; if so, {@link #release()} must be called once
	 * the server has ended the request
	 */
	public boolean tryHold() {
		return tryHold(MAX_HELD);
	}

	/**
	 * Take a place, as by {@link #tryHold()}, for a request that is refused unread, so
	 * that its client can read the answer. Beside virtual threads such requests get fewer
	 * places than others.
	 * @return whether there was a place; if so, {@link #release()} must be called once
	 * the server has ended the request
	 */
	public boolean tryHoldRefused() {
		return tryHold(isVirtual(Thread.currentThread()) ? MAX_PLACES_BESIDE_VIRTUAL_THREADS : MAX_HELD);
	}

	private boolean tryHold(int limit) {
		if (this.held.incrementAndGet() <= limit) {
			return true;
		}
		this.held.decrementAndGet();
		return false;
	}

	private @Nullable Semaphore waiting() {
		return isVirtual(Thread.currentThread()) ? this.waitingBesideVirtualThreads : null;
	}

	// Java 17 has no Thread.isVirtual(), but later versions name the group of these
	private static boolean isVirtual(Thread thread) {
		ThreadGroup group = thread.getThreadGroup();
		return group != null && "VirtualThreads".equals(group.getName());
	}

	/**
	 * Give back the place of a request that the server has ended.
	 */
	public void release() {
		this.held.decrementAndGet();
	}

	/**
	 * End a request once its client has had time to read the answer.
	 * @param end the task that ends the request and closes the connection
	 */
	public void linger(Runnable end) {
		this.deadlines.linger(LINGER, end);
	}

	/**
	 * Return when the last notification came, whatever became of it.
	 * @return the time of receipt, or {@code null} if none came since startup
	 */
	public @Nullable Instant getLastNotificationAt() {
		return this.reader.lastReceivedAt();
	}

	@Override
	public void destroy() {
		this.deadlines.close();
		this.refusals.flush();
		if (this.capture != null) {
			this.capture.close();
		}
	}

}
