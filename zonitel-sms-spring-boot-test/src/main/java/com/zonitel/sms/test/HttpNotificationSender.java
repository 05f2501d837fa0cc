package com.zonitel.sms.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@link NotificationSender} that calls the URL as Zonitel does, and follows no redirect.
 */
final class HttpNotificationSender implements NotificationSender {

	// documented: "within 5 seconds"
	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final HttpClient client;

	HttpNotificationSender() {
		this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build());
	}

	HttpNotificationSender(HttpClient client) {
		this.client = client;
	}

	@Override
	public Acknowledgement send(URI url, String json) {
		HttpRequest request = HttpRequest.newBuilder(url)
			.timeout(TIMEOUT)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json))
			.build();
		long start = System.nanoTime();
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			return acknowledgement(response.statusCode(), start, response.body(), null);
		}
		catch (IOException ex) {
			return acknowledgement(0, start, "", ex.getClass().getSimpleName());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return acknowledgement(0, start, "", "interrupted");
		}
	}

	private static Acknowledgement acknowledgement(int status, long start, String body, @Nullable String failure) {
		return new Acknowledgement(status, Duration.ofNanos(System.nanoTime() - start), body, failure);
	}

}
