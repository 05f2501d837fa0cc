package com.zonitel.sms.test;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static com.zonitel.sms.test.SmsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Tests for a user's own {@link MockMvc} calls of the webhook, without a simulator.
 */
@SpringBootTest(classes = Host.class, properties = "zonitel.sms.webhook.secrets=" + MockMvcPostTests.SECRET)
@AutoConfigureMockMvc
class MockMvcPostTests {

	static final String SECRET = "0123456789012345678901234567890123456789";

	@Autowired
	MockMvc mockMvc;

	@Autowired
	Host host;

	@Test
	void listenersHaveReturnedWithTheAnswer() throws Exception {
		this.host.events.clear();
		this.mockMvc.perform(webhook().queryParam("token", SECRET).content(inboundSms().text("Hello").toJson()))
			.andExpect(status().isOk())
			.andExpect(header().string("Cache-Control", "no-store"));
		assertThat(this.host.events).hasSize(1);
		assertThat(this.host.events.get(0)).hasText("Hello");
	}

	@Test
	void refusalsAreAnswered() throws Exception {
		this.mockMvc.perform(webhook().queryParam("token", "wrong").content("{}")).andExpect(status().isUnauthorized());
		this.mockMvc.perform(webhook().queryParam("token", SECRET).content("[]")).andExpect(status().isBadRequest());
		this.mockMvc.perform(webhook().queryParam("token", SECRET).content(" ".repeat(70_000)))
			.andExpect(status().isContentTooLarge());
		this.host.failures.set(1);
		this.mockMvc.perform(webhook().queryParam("token", SECRET).content(inboundSms().toJson()))
			.andExpect(status().isInternalServerError());
	}

	private static MockHttpServletRequestBuilder webhook() {
		return post("/webhooks/zonitel/sms").contentType(MediaType.APPLICATION_JSON)
			.characterEncoding(StandardCharsets.UTF_8);
	}

}
