package com.zonitel.sms.autoconfigure;

import com.zonitel.sms.registration.WebhookUrl;
import com.zonitel.sms.registration.WebhookUrlProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OnWebhookUrlCondition}.
 */
class OnWebhookUrlConditionTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void urlIsNotKnownWithNothingSet() {
		assertThat(OnWebhookUrlCondition.isKnown(this.environment, this.beanFactory)).isFalse();
		assertThat(OnWebhookUrlCondition.isKnown(this.environment, null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "zonitel.sms.webhook.public-base-url", "zonitel.sms.webhook.public-url",
			"zonitel.sms.webhook.publicUrl" })
	void propertyMakesItKnownUnlessItIsBlank(String property) {
		this.environment.setProperty(property, " ");
		assertThat(OnWebhookUrlCondition.isKnown(this.environment, this.beanFactory)).isFalse();
		this.environment.setProperty(property, "https://sms.example.com");
		assertThat(OnWebhookUrlCondition.isKnown(this.environment, this.beanFactory)).isTrue();
	}

	@Test
	void providerOfTheApplicationMakesItKnownAndThatOfTheStarterDoesNot() {
		WebhookUrlProvider provider = () -> WebhookUrl.foreign("https://sms.example.com");
		this.beanFactory.registerSingleton("zonitelSmsWebhookUrlProvider", provider);
		assertThat(OnWebhookUrlCondition.isKnown(this.environment, this.beanFactory)).isFalse();
		this.beanFactory.registerSingleton("own", provider);
		assertThat(OnWebhookUrlCondition.isKnown(this.environment, this.beanFactory)).isTrue();
	}

}
