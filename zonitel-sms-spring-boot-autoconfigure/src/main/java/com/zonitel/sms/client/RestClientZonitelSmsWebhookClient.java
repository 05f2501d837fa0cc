package com.zonitel.sms.client;

import java.io.IOException;
import java.net.HttpRetryException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import com.zonitel.sms.client.ZonitelApiException.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * {@link ZonitelSmsWebhookClient} on a {@link RestClient}. Bodies are read and written as
 * bytes, so that the message converters of the application do not matter.
 *
 * @since 0.1.0
 */
public class RestClientZonitelSmsWebhookClient implements ZonitelSmsWebhookClient {

	private static final Log logger = LogFactory.getLog(RestClientZonitelSmsWebhookClient.class);

	private static final String PATH = "/api/v3/integrations/sms/webhooks";

	private static final int MAX_ANSWER_SIZE = 64 * 1024;

	private final SingletonSupplier<RestClient> restClient;

	private final SingletonSupplier<RestClient> plainClient;

	private final URI uri;

	private final ZonitelCredentials credentials;

	private final Clock clock;

	private final JsonMapper jsonMapper = new JsonMapper();

	private volatile @Nullable ZonitelCredential lastCredential;

	private volatile @Nullable Instant credentialSince;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a new instance. The clients must not follow redirects. Each is created at
	 * its first request, so that startup does not pay for it.
	 * @param restClient the supplier of the client that the application has customized
	 * @param plainClient the supplier of a client for the requests that the other one
	 * cannot make
	 * @param baseUrl the base URL of the API
	 * @param credentials the provider of the integration credential
	 */
	public RestClientZonitelSmsWebhookClient(Supplier<RestClient> restClient, Supplier<RestClient> plainClient,
			URI baseUrl, ZonitelCredentials credentials) {
		this.restClient = SingletonSupplier.of(restClient);
		this.plainClient = SingletonSupplier.of(plainClient);
		this.uri = URI.create(baseUrl.toString().replaceFirst("/+$", "") + PATH);
		this.credentials = credentials;
		this.clock = Clock.systemUTC();
	}

	@Override
	public @Nullable String getWebhookUrl() {
		try {
			return toUrl(exchange(HttpMethod.GET, null));
		}
		catch (ZonitelApiException ex) {
			if (ex.getReason() == Reason.NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	@Override
	public void setWebhookUrl(String url) {
		exchange(HttpMethod.PUT, this.jsonMapper.writeValueAsBytes(Map.of("url", url)));
	}

	private byte[] exchange(HttpMethod method, byte @Nullable [] body) {
		ZonitelCredential credential = credential();
		try {
			return exchange(this.restClient.obtain(), credential, method, body);
		}
		catch (ZonitelApiException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			warn(ex);
			return exchange(this.plainClient.obtain(), credential, method, body);
		}
	}

	private ZonitelCredential credential() {
		ZonitelCredential credential = this.credentials.getCredential();
		if (!credential.equals(this.lastCredential)) {
			this.lastCredential = credential;
			this.credentialSince = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		}
		return credential;
	}

	private void warn(RuntimeException failure) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("RestClient of the application could not call Zonitel's API ("
					+ root(failure).getClass().getSimpleName()
					+ "). A plain one calls it, without what the application customizes.");
		}
	}

	private byte[] exchange(RestClient restClient, ZonitelCredential credential, HttpMethod method,
			byte @Nullable [] body) {
		RestClient.RequestBodySpec request = restClient.method(method).uri(this.uri).headers((headers) -> {
			headers.setBearerAuth(credential.accessToken());
			headers.set("X-Client-Id", credential.clientId());
			headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
		});
		if (body != null) {
			request.contentType(MediaType.APPLICATION_JSON).contentLength(body.length);
			request.body((output) -> output.write(body));
		}
		try {
			return request.exchangeForRequiredValue((sent, response) -> read(response));
		}
		catch (RestClientException ex) {
			throw failure(root(ex));
		}
	}

	private static Throwable root(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	private ZonitelApiException failure(Throwable root) {
		// an HttpURLConnection gives no response to a PUT that is answered with 401
		if (root instanceof HttpRetryException retry) {
			return failure(reason(retry.responseCode()), "answered with status " + retry.responseCode(), null);
		}
		return failure(Reason.TRANSPORT, "could not be reached (" + root.getClass().getSimpleName() + ")", null);
	}

	private byte[] read(ClientHttpResponse response) throws IOException {
		int status = status(response);
		if (status == 200) {
			byte[] answer = response.getBody().readNBytes(MAX_ANSWER_SIZE + 1);
			if (answer.length > MAX_ANSWER_SIZE) {
				throw failure(Reason.UNEXPECTED_ANSWER, "answered with too large a body", null);
			}
			return answer;
		}
		Duration retryAfter = retryAfter(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
		String detail = (status == 401) ? "; the access token is in use since " + this.credentialSince : "";
		throw failure(reason(status), "answered with status " + status + detail, retryAfter);
	}

	private int status(ClientHttpResponse response) throws IOException {
		try {
			return response.getStatusCode().value();
		}
		catch (IllegalArgumentException ex) {
			// for an answer that is not HTTP, an HttpURLConnection returns the status -1
			throw failure(Reason.UNEXPECTED_ANSWER, "answered with something other than HTTP", null);
		}
	}

	private static Reason reason(int status) {
		return switch (status) {
			case 400 -> Reason.BAD_REQUEST;
			case 401 -> Reason.UNAUTHENTICATED;
			case 403 -> Reason.ACCESS_DENIED;
			case 404 -> Reason.NOT_FOUND;
			case 429 -> Reason.RATE_LIMITED;
			default -> (status >= 500) ? Reason.SERVER_ERROR : Reason.UNEXPECTED_ANSWER;
		};
	}

	private @Nullable Duration retryAfter(@Nullable String header) {
		if (header == null) {
			return null;
		}
		try {
			if (header.matches("\\d{1,9}")) {
				return Duration.ofSeconds(Long.parseLong(header));
			}
			Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration duration = Duration.between(this.clock.instant(), until);
			return duration.isNegative() ? Duration.ZERO : duration;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private @Nullable String toUrl(byte[] answer) {
		try {
			JsonNode json = this.jsonMapper.readTree(new String(answer, StandardCharsets.UTF_8));
			JsonNode data = json.path("data");
			JsonNode url = data.path("url");
			boolean documented = json.path("status").isString() && (data.isObject() || data.isNull());
			if (documented && (url.isString() || url.isNull() || url.isMissingNode())) {
				return (url.isString() && !url.stringValue().isBlank()) ? url.stringValue() : null;
			}
		}
		catch (JacksonException ex) {
			// fails below, as any answer does that is not as documented
		}
		throw failure(Reason.UNEXPECTED_ANSWER, "answered with something other than the documented JSON", null);
	}

	private ZonitelApiException failure(Reason reason, String message, @Nullable Duration retryAfter) {
		return new ZonitelApiException(reason, "Zonitel's API at '" + this.uri.getAuthority() + "' " + message,
				retryAfter);
	}

}
