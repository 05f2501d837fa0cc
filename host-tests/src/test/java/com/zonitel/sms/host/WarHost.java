package com.zonitel.sms.host;

import com.zonitel.sms.SmsReceivedEvent;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.event.EventListener;

/**
 * Application that is deployed as a WAR.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WarHost extends SpringBootServletInitializer {

	@Override
	protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
		return builder.sources(WarHost.class);
	}

	@Value("${spring.application.name}")
	private String name;

	@EventListener
	void on(SmsReceivedEvent event) {
		System.out.println(this.name + " heard: " + event.message().text());
	}

}
