package com.zonitel.sms.autoconfigure.sanitizing;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.actuate.web.exchanges.HttpExchange;
import org.springframework.boot.actuate.web.exchanges.HttpExchangesEndpoint;
import org.springframework.http.HttpHeaders;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} that hides where a request to the
 * webhook carries the secret.
 */
@EndpointWebExtension(endpoint = HttpExchangesEndpoint.class)
class MaskedHttpExchangesEndpointExtension {

	private static final String MASK = "***";

	private final HttpExchangesEndpoint endpoint;

	private final String path;

	MaskedHttpExchangesEndpointExtension(HttpExchangesEndpoint endpoint, String path) {
		this.endpoint = endpoint;
		this.path = path;
	}

	@ReadOperation
	Descriptor httpExchanges() {
		return new Descriptor(this.endpoint.httpExchanges().getExchanges().stream().map(this::mask).toList());
	}

	private HttpExchange mask(HttpExchange exchange) {
		HttpExchange.Request request = exchange.getRequest();
		String rawPath = request.getUri().getRawPath();
		int start = (rawPath != null) ? rawPath.indexOf(this.path) : -1;
		if (start == -1) {
			return exchange;
		}
		return new HttpExchange(exchange.getTimestamp(),
				new HttpExchange.Request(mask(request.getUri(), start + this.path.length()),
						String.valueOf(request.getRemoteAddress()), request.getMethod(), mask(request.getHeaders())),
				exchange.getResponse(), exchange.getPrincipal(), exchange.getSession(), exchange.getTimeTaken());
	}

	private static URI mask(URI uri, int end) {
		String rawPath = uri.getRawPath();
		String masked = uri.getScheme() + "://" + uri.getRawAuthority() + rawPath.substring(0, end)
				+ ((rawPath.length() > end) ? "/" + MASK : "") + ((uri.getRawQuery() != null) ? "?" + MASK : "");
		return URI.create(masked);
	}

	private static Map<String, List<String>> mask(Map<String, List<String>> headers) {
		Map<String, List<String>> masked = new LinkedHashMap<>(headers);
		masked.replaceAll((name, values) -> name.equalsIgnoreCase(HttpHeaders.AUTHORIZATION) ? List.of(MASK) : values);
		return masked;
	}

	/**
	 * Has the shape of {@link HttpExchangesEndpoint.HttpExchangesDescriptor}.
	 */
	record Descriptor(List<HttpExchange> exchanges) implements OperationResponseBody {

	}

}
