package com.zonitel.sms.test;

import java.net.URI;
import java.time.Duration;

import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/**
 * {@link NotificationSender} for a mock servlet environment. Uses the context's
 * {@link MockMvc} if there is one, with filters and security.
 */
final class MockMvcNotificationSender implements NotificationSender {

	private final MockMvc mockMvc;

	private MockMvcNotificationSender(MockMvc mockMvc) {
		this.mockMvc = mockMvc;
	}

	static MockMvcNotificationSender of(WebApplicationContext context) {
		return new MockMvcNotificationSender(context.getBeanProvider(MockMvc.class)
			.getIfAvailable(() -> MockMvcBuilders.webAppContextSetup(context).build()));
	}

	@Override
	public Acknowledgement send(URI url, String json) {
		long start = System.nanoTime();
		try {
			MockHttpServletResponse response = this.mockMvc
				.perform(post(url).contentType(MediaType.APPLICATION_JSON).content(json))
				.andReturn()
				.getResponse();
			return new Acknowledgement(response.getStatus(), Duration.ofNanos(System.nanoTime() - start),
					response.getContentAsString(), null);
		}
		catch (Exception ex) {
			throw new IllegalStateException("The application did not answer", ex);
		}
	}

}
