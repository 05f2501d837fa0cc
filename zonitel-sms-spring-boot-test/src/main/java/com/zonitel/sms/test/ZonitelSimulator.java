package com.zonitel.sms.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * Zonitel on this machine: answers the documented calls of its API, keeps the webhook URL
 * that is registered, and sends notifications to it. Listens on the loopback interface
 * only and needs nothing but the JDK and Jackson.
 *
 * @since 0.1.0
 */
public final class ZonitelSimulator implements AutoCloseable {

	/**
	 * Client identifier that the simulator expects unless told another.
	 */
	public static final String CLIENT_ID = "00000000-0000-4000-8000-000000000000";

	/**
	 * Access token that the simulator expects unless told another.
	 */
	public static final String ACCESS_TOKEN = "simulator-access-token";

	private static final System.Logger logger = System.getLogger(ZonitelSimulator.class.getName());

	private final HttpServer server;

	private final ExecutorService executor;

	private final SimulatedApi api;

	private final List<Delivery> deliveries = new ArrayList<>();

	private volatile NotificationSender sender = new HttpNotificationSender();

	private ZonitelSimulator(int port, String clientId, String accessToken) throws IOException {
		this.api = new SimulatedApi(clientId, accessToken);
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		this.server.createContext("/", this.api);
		this.server.createContext(ControlApi.PATH, new ControlApi(this));
		this.executor = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "zonitel-simulator");
			thread.setDaemon(true);
			return thread;
		});
		this.server.setExecutor(this.executor);
	}

	/**
	 * Start a simulator on a free port that expects {@link #CLIENT_ID} and
	 * {@link #ACCESS_TOKEN}.
	 * @return the simulator
	 */
	public static ZonitelSimulator start() {
		return start(0, CLIENT_ID, ACCESS_TOKEN);
	}

	/**
	 * Start a simulator.
	 * @param port the port, or 0 for a free one
	 * @param clientId the client identifier to expect
	 * @param accessToken the access token to expect
	 * @return the simulator
	 * @throws UncheckedIOException if the port is not free
	 */
	public static ZonitelSimulator start(int port, String clientId, String accessToken) {
		try {
			ZonitelSimulator simulator = new ZonitelSimulator(port, clientId, accessToken);
			simulator.server.start();
			logger.log(System.Logger.Level.INFO, "Zonitel simulator listens at " + simulator.baseUrl());
			return simulator;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Zonitel simulator cannot listen on port " + port, ex);
		}
	}

	/**
	 * Return the URL to set {@code zonitel.api.base-url} to.
	 * @return the base URL of the simulated API
	 */
	public URI baseUrl() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort());
	}

	/**
	 * Return the URL that is registered.
	 * @return the URL in full, or {@code null} if none is registered
	 */
	public @Nullable String registeredUrl() {
		return this.api.registeredUrl();
	}

	/**
	 * Register a URL without a call of the API, as another environment or a person would
	 * have done before.
	 * @param url the URL, or {@code null} for none
	 */
	public void register(@Nullable String url) {
		this.api.register(url);
	}

	/**
	 * Return the calls of the API.
	 * @return the calls so far, the oldest first
	 */
	public List<ApiCall> apiCalls() {
		return this.api.calls();
	}

	/**
	 * Have the next calls of the API fail, one with each fault.
	 * @param faults the faults
	 */
	public void failNext(ApiFault... faults) {
		this.api.failNext(List.of(faults));
	}

	/**
	 * Have all calls of the API fail until {@link #reset()}.
	 * @param fault the fault
	 */
	public void failAlways(ApiFault fault) {
		this.api.failAlways(fault);
	}

	/**
	 * Send the notification to the registered URL, once, and wait for the answer. What
	 * Zonitel does about a notification that is not acknowledged is not documented.
	 * @param notification the notification
	 * @return the answer
	 * @throws IllegalStateException if no URL is registered
	 */
	public Acknowledgement deliver(SimulatedNotification notification) {
		String url = registeredUrl();
		if (url == null) {
			throw new IllegalStateException("No webhook is registered at the simulator");
		}
		logger.log(System.Logger.Level.INFO,
				"POST " + MaskedUrl.of(url) + " with status " + notification.status() + " of SMS " + notification.id());
		Instant at = Instant.now();
		Acknowledgement acknowledgement = this.sender.send(URI.create(url), notification.toJson());
		synchronized (this.deliveries) {
			this.deliveries.add(new Delivery(notification, acknowledgement, at));
		}
		logger.log(acknowledgement.isAcknowledged() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
				"SMS " + notification.id() + " answered " + acknowledgement);
		return acknowledgement;
	}

	/**
	 * Send the notification until it is acknowledged, as if Zonitel delivered it again,
	 * of which nothing is documented.
	 * @param notification the notification
	 * @param maxAttempts the number of attempts made at most
	 * @return the answers, the last of which may be an acknowledgement
	 * @throws IllegalStateException if no URL is registered
	 */
	public List<Acknowledgement> deliverUntilAcknowledged(SimulatedNotification notification, int maxAttempts) {
		List<Acknowledgement> acknowledgements = new ArrayList<>();
		boolean acknowledged = false;
		while (!acknowledged && acknowledgements.size() < maxAttempts) {
			Acknowledgement acknowledgement = deliver(notification);
			acknowledgements.add(acknowledgement);
			acknowledged = acknowledgement.isAcknowledged();
		}
		return List.copyOf(acknowledgements);
	}

	/**
	 * Return the notifications that were sent.
	 * @return the deliveries so far, the oldest first
	 */
	public List<Delivery> deliveries() {
		synchronized (this.deliveries) {
			return List.copyOf(this.deliveries);
		}
	}

	void sendThrough(NotificationSender sender) {
		this.sender = sender;
	}

	/**
	 * Forget calls, deliveries and faults. The registered URL stays.
	 */
	public void reset() {
		this.api.reset();
		synchronized (this.deliveries) {
			this.deliveries.clear();
		}
	}

	/**
	 * Stop listening.
	 */
	@Override
	public void close() {
		this.api.close();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
