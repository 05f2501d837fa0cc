package com.zonitel.sms.webhook.servlet;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/**
 * Registers a {@link SmsWebhookBodyFilter} for the path of the webhook, before every
 * other filter.
 *
 * @since 0.1.0
 */
public class SmsWebhookBodyFilterRegistrationBean extends FilterRegistrationBean<SmsWebhookBodyFilter> {

	/**
	 * Create a new instance.
	 * @param urlPattern the URL pattern of the webhook, below the context path
	 */
	public SmsWebhookBodyFilterRegistrationBean(String urlPattern) {
		super(new SmsWebhookBodyFilter());
		addUrlPatterns(urlPattern);
		setOrder(Ordered.HIGHEST_PRECEDENCE);
	}

}
