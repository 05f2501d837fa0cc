package com.zonitel.sms.webhook.servlet;

import java.io.IOException;

import com.zonitel.sms.webhook.SmsWebhookAnswer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ContainerExchange}.
 */
class ContainerExchangeTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void writesStatusHeadersAndBody() throws Exception {
		exchange().write(SmsWebhookAnswer.UNAVAILABLE, false, false);
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("5");
		assertThat(this.response.getHeader("Cache-Control")).isEqualTo("no-store");
		assertThat(this.response.getContentType()).isEqualTo("application/json");
		assertThat(this.response.getContentAsString()).isEqualTo("{\"code\":503,\"message\":\"Service unavailable\"}")
			.hasSize(this.response.getContentLength());
		assertThat(this.response.getHeader("Connection")).isNull();
		assertThat(this.response.isCommitted()).isFalse();
	}

	@Test
	void acknowledgementHasNeitherBodyNorContentType() {
		exchange().write(SmsWebhookAnswer.OK, false, true);
		assertThat(this.response.getStatus()).isEqualTo(200);
		assertThat(this.response.getHeader("Content-Length")).isEqualTo("0");
		assertThat(this.response.getContentType()).isNull();
		assertThat(this.response.isCommitted()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1,close", "HTTP/1.0,close", "HTTP/2.0," })
	void closesOnlyConnectionsOfOneRequest(String protocol, String connection) {
		this.request.setProtocol(protocol);
		exchange().write(SmsWebhookAnswer.UNAUTHORIZED, true, true);
		assertThat(this.response.getHeader("Connection")).isEqualTo(connection);
	}

	@Test
	void answerBypassesTheWrappersOfFilters() {
		HttpServletResponseWrapper keeping = new HttpServletResponseWrapper(this.response) {

			@Override
			public void setStatus(int status) {
				throw new IllegalStateException("a filter keeps the answer");
			}

		};
		new ContainerExchange(new HttpServletRequestWrapper(new HttpServletRequestWrapper(this.request)),
				new HttpServletResponseWrapper(keeping))
			.write(SmsWebhookAnswer.BAD_REQUEST, false, false);
		assertThat(this.response.getStatus()).isEqualTo(400);
	}

	@Test
	void clientThatHasBrokenOffIsNoFailure() {
		MockHttpServletResponse broken = new MockHttpServletResponse() {

			@Override
			public ServletOutputStream getOutputStream() {
				throw new IllegalStateException("broken");
			}

			@Override
			public void flushBuffer() {
				throw new IllegalStateException("broken");
			}

		};
		assertThatNoException().isThrownBy(
				() -> new ContainerExchange(this.request, broken).write(SmsWebhookAnswer.UNAUTHORIZED, true, true));
	}

	@Test
	void bodyIsOutstandingUnlessAllOfItHasArrived() {
		assertThat(exchange().isBodyOutstanding()).isFalse();
		this.request.setContent(new byte[5]);
		assertThat(exchange().isBodyOutstanding()).isFalse();
		assertThat(exchange(declaring(6)).isBodyOutstanding()).isTrue();
	}

	@Test
	void bodyOfUnknownLengthIsOutstanding() {
		this.request.addHeader("Transfer-Encoding", "chunked");
		assertThat(exchange().isBodyOutstanding()).isTrue();
	}

	@Test
	void bodyThatTheClientHoldsBackIsOutstandingAndNotAskedFor() {
		this.request.setContent(new byte[5]);
		this.request.addHeader("Expect", "100-continue");
		HttpServletRequest asking = new MockHttpServletRequest() {

			@Override
			public long getContentLengthLong() {
				return 5;
			}

			@Override
			public String getHeader(String name) {
				return name.equals("Expect") ? "100-continue" : null;
			}

			@Override
			public ServletInputStream getInputStream() {
				throw new AssertionError("asked for the stream");
			}

		};
		assertThat(exchange(asking).isBodyOutstanding()).isTrue();
	}

	@Test
	void bodyThatAFilterReadsIsOutstanding() throws IOException {
		this.request.setContent(new byte[5]);
		this.request.getReader();
		assertThat(exchange().isBodyOutstanding()).isTrue();
	}

	@Test
	void asynchronousRequestHasTheContainersOwnRequestAndResponseAndNoTimeout() {
		this.request.setAsyncSupported(true);
		AsyncContext async = new ContainerExchange(new HttpServletRequestWrapper(this.request),
				new HttpServletResponseWrapper(this.response))
			.startAsync();
		assertThat(async.getRequest()).isSameAs(this.request);
		assertThat(async.getResponse()).isSameAs(this.response);
		assertThat(async.getTimeout()).isZero();
	}

	@Test
	void onlyTomcatIsAskedToSupportAsynchronousRequestsAfterAll() {
		assertThat(exchange().isAsyncSupportedOnceAnswered()).isFalse();
		MockHttpServletRequest tomcat = new MockHttpServletRequest() {

			@Override
			public boolean isAsyncSupported() {
				return Boolean.TRUE.equals(getAttribute("org.apache.catalina.ASYNC_SUPPORTED"));
			}

		};
		assertThat(exchange(tomcat).isAsyncSupportedOnceAnswered()).isTrue();
	}

	@Test
	void mockOfATestIsNoContainer() throws IOException {
		assertThat(exchange().isOfContainer()).isFalse();
		assertThat(ContainerExchange.isOfContainer(this.request.getInputStream())).isFalse();
	}

	private HttpServletRequest declaring(long length) {
		MockHttpServletRequest declaring = new MockHttpServletRequest() {

			@Override
			public long getContentLengthLong() {
				return length;
			}

		};
		declaring.setContent(this.request.getContentAsByteArray());
		return declaring;
	}

	private ContainerExchange exchange() {
		return exchange(this.request);
	}

	private ContainerExchange exchange(HttpServletRequest request) {
		return new ContainerExchange(request, this.response);
	}

}
