package com.zonitel.sms.host;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.web.filter.CommonsRequestLoggingFilter;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.HiddenHttpMethodFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Filters that read bodies, as applications have them, by name.
 */
final class BodyFilters {

	private BodyFilters() {
	}

	static Map<String, Filter> all() {
		Map<String, Filter> filters = new LinkedHashMap<>();
		filters.put("copy, empty setReadListener", copying((input, listener) -> {
		}));
		filters.put("copy, setReadListener throws UnsupportedOperationException", copying((input, listener) -> {
			throw new UnsupportedOperationException();
		}));
		filters.put("copy, setReadListener throws IllegalStateException", copying((input, listener) -> {
			throw new IllegalStateException("not implemented");
		}));
		filters.put("copy, setReadListener throws RuntimeException", copying((input, listener) -> {
			throw new RuntimeException("Not implemented");
		}));
		filters.put("copy, setReadListener calls onDataAvailable once", copying((input, listener) -> {
			try {
				listener.onDataAvailable();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}));
		filters.put("copy that is never ready nor finished", (request, response, chain) -> chain
			.doFilter(new CopiedRequest((HttpServletRequest) request, false, (input, listener) -> {
			}), response));
		filters.put("digest of the body", (request, response, chain) -> {
			CopiedRequest copy = new CopiedRequest((HttpServletRequest) request, true, (input, listener) -> {
			});
			((HttpServletResponse) response).setHeader("X-Body-Digest", digest(copy.body));
			chain.doFilter(copy, response);
		});
		filters.put("content caching", (request, response, chain) -> {
			ContentCachingRequestWrapper cachedRequest = new ContentCachingRequestWrapper((HttpServletRequest) request,
					100_000);
			ContentCachingResponseWrapper cachedResponse = new ContentCachingResponseWrapper(
					(HttpServletResponse) response);
			chain.doFilter(cachedRequest, cachedResponse);
			cachedResponse.copyBodyToResponse();
		});
		filters.put("ETag", new ShallowEtagHeaderFilter());
		filters.put("request logging", requestLogging());
		filters.put("forwarded headers", new ForwardedHeaderFilter());
		filters.put("form content", new FormContentFilter());
		filters.put("hidden method", new HiddenHttpMethodFilter());
		filters.put("response that is kept until the end", (request, response, chain) -> {
			KeptResponse kept = new KeptResponse((HttpServletResponse) response);
			chain.doFilter(request, kept);
			kept.send();
		});
		return filters;
	}

	private static Filter copying(SetReadListener setReadListener) {
		return (request, response, chain) -> chain
			.doFilter(new CopiedRequest((HttpServletRequest) request, true, setReadListener), response);
	}

	private static Filter requestLogging() {
		CommonsRequestLoggingFilter filter = new CommonsRequestLoggingFilter();
		filter.setIncludePayload(true);
		filter.setMaxPayloadLength(10_000);
		return filter;
	}

	private static String digest(byte[] body) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a stream does with a listener.
	 */
	@FunctionalInterface
	private interface SetReadListener {

		void set(ServletInputStream input, ReadListener listener);

	}

	/**
	 * Request with a copy of its body.
	 */
	private static final class CopiedRequest extends HttpServletRequestWrapper {

		private final byte[] body;

		private final boolean ready;

		private final SetReadListener setReadListener;

		CopiedRequest(HttpServletRequest request, boolean ready, SetReadListener setReadListener) throws IOException {
			super(request);
			this.body = request.getInputStream().readAllBytes();
			this.ready = ready;
			this.setReadListener = setReadListener;
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
		}

		@Override
		public ServletInputStream getInputStream() {
			ByteArrayInputStream input = new ByteArrayInputStream(this.body);
			return new ServletInputStream() {

				@Override
				public int read() {
					return input.read();
				}

				@Override
				public boolean isFinished() {
					return CopiedRequest.this.ready && input.available() == 0;
				}

				@Override
				public boolean isReady() {
					return CopiedRequest.this.ready;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					CopiedRequest.this.setReadListener.set(this, listener);
				}

			};
		}

	}

	/**
	 * Response that keeps what is written until the filter returns, as one that
	 * compresses or signs does.
	 */
	private static final class KeptResponse extends HttpServletResponseWrapper {

		private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

		KeptResponse(HttpServletResponse response) {
			super(response);
		}

		@Override
		public ServletOutputStream getOutputStream() {
			return new ServletOutputStream() {

				@Override
				public void write(int b) {
					KeptResponse.this.kept.write(b);
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setWriteListener(WriteListener listener) {
				}

			};
		}

		@Override
		public void flushBuffer() {
		}

		void send() throws IOException {
			if (this.kept.size() > 0) {
				getResponse().getOutputStream().write(this.kept.toByteArray());
			}
		}

	}

}
