package com.zonitel.sms.registration;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.regex.Pattern;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

import com.zonitel.sms.probe.ProbeChallenge;
import com.zonitel.sms.probe.ProbeKeys;
import com.zonitel.sms.probe.ProbeProof;
import com.zonitel.sms.probe.ProbeProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link WebhookProbe} on an {@link HttpURLConnection}. No client of the host is used,
 * since its interceptors and observations would carry the URL into logs and traces. Each
 * probe has a connection of its own, so that a load balancer decides anew. An
 * {@code HttpURLConnection} that is not kept alive starts no thread.
 *
 * @since 0.1.0
 */
public class HttpWebhookProbe implements WebhookProbe {

	private static final int MAX_BODY_LENGTH = 256;

	/**
	 * The body with which the webhook refuses strangers.
	 */
	private static final Pattern REFUSAL = Pattern
		.compile("\\s*\\{\\s*\"code\"\\s*:\\s*401\\s*,\\s*\"message\"\\s*:\\s*\"Authentication required\"\\s*}\\s*");

	private final ProbeKeys keys;

	private final int connectTimeout;

	private final int readTimeout;

	private volatile @Nullable HttpURLConnection current;

	private volatile boolean closed;

	/**
	 * Create a new instance.
	 * @param keys the keys of the accepted secrets, that of the URL's secret first
	 * @param connectTimeout the time within which a connection must be established
	 * @param readTimeout the time for which the next byte of the answer is awaited
	 */
	public HttpWebhookProbe(ProbeKeys keys, Duration connectTimeout, Duration readTimeout) {
		this.keys = keys;
		this.connectTimeout = millis(connectTimeout);
		this.readTimeout = millis(readTimeout);
	}

	private static int millis(Duration timeout) {
		return (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
	}

	@Override
	public ProbeResult probe(WebhookUrl url) {
		long start = System.nanoTime();
		ProbeVerdict verdict = ProbeVerdict.UNKNOWN;
		String reason;
		try {
			ProbeChallenge challenge = this.keys.getProbeKeys().get(0).newChallenge();
			HttpURLConnection connection = open(url);
			try {
				int status = send(connection, challenge);
				verdict = verdict(connection, status, challenge);
				reason = "status " + status;
			}
			finally {
				this.current = null;
				connection.disconnect();
			}
		}
		catch (IOException | RuntimeException ex) {
			reason = ex.getClass().getSimpleName();
		}
		return new ProbeResult(verdict, reason, Duration.ofNanos(System.nanoTime() - start));
	}

	private static HttpURLConnection open(WebhookUrl url) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create(url.value()).toURL().openConnection();
		if (connection instanceof HttpsURLConnection https) {
			verifyStrictly(https);
		}
		return connection;
	}

	/**
	 * Verify certificate and host name as Zonitel will, whatever defaults the host has
	 * set for all connections.
	 */
	private static void verifyStrictly(HttpsURLConnection connection) throws IOException {
		try {
			connection.setSSLSocketFactory(SSLContext.getDefault().getSocketFactory());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IOException(ex);
		}
		// this verifier is called only if the host name does not match the certificate
		connection.setHostnameVerifier((hostname, session) -> false);
	}

	private int send(HttpURLConnection connection, ProbeChallenge challenge) throws IOException {
		connection.setConnectTimeout(this.connectTimeout);
		connection.setReadTimeout(this.readTimeout);
		connection.setInstanceFollowRedirects(false);
		connection.setUseCaches(false);
		// keeps the authenticator that the host may have set for all connections out
		connection.setAuthenticator(new Authenticator() {
		});
		connection.setRequestMethod("POST");
		connection.setRequestProperty("Connection", "close");
		connection.setRequestProperty("Accept", "*/*");
		connection.setRequestProperty("User-Agent", "zonitel-sms-probe");
		connection.setRequestProperty("Content-Type", ProbeProtocol.MEDIA_TYPE);
		connection.setRequestProperty(ProbeProtocol.HEADER, challenge.value());
		connection.setDoOutput(true);
		this.current = connection;
		Assert.state(!this.closed, "probe is closed");
		connection.getOutputStream().close();
		return connection.getResponseCode();
	}

	private static ProbeVerdict verdict(HttpURLConnection connection, int status, ProbeChallenge challenge)
			throws IOException {
		ProbeProof proof = (status == 200) ? challenge.check(connection.getHeaderField(ProbeProtocol.HEADER))
				: ProbeProof.NONE;
		if (proof != ProbeProof.NONE) {
			return (proof == ProbeProof.SECRET_ARRIVED) ? ProbeVerdict.REACHABLE : ProbeVerdict.SECRET_LOST;
		}
		// load balancers answer with these until they know of a new instance
		boolean temporary = status < 200 || status == 403 || status == 408 || status == 429 || status >= 500;
		if (temporary) {
			return ProbeVerdict.UNKNOWN;
		}
		return (status == 401 && isRefusal(connection)) ? ProbeVerdict.OTHER_DEPLOYMENT : ProbeVerdict.WRONG;
	}

	private static boolean isRefusal(HttpURLConnection connection) throws IOException {
		String scheme = connection.getHeaderField("WWW-Authenticate");
		InputStream body = connection.getErrorStream();
		if (!"Bearer".equalsIgnoreCase(scheme) || body == null) {
			return false;
		}
		byte[] start = body.readNBytes(MAX_BODY_LENGTH);
		return start.length < MAX_BODY_LENGTH && REFUSAL.matcher(new String(start, StandardCharsets.UTF_8)).matches();
	}

	@Override
	public void close() {
		this.closed = true;
		HttpURLConnection current = this.current;
		if (current != null) {
			current.disconnect();
		}
	}

}
