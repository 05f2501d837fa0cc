package com.example.listeners;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.SmsEvent;

import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

	private final List<String> audited = new CopyOnWriteArrayList<>();

	@Bean
	ApplicationListener<?> lambdaListener() {
		return ApplicationListener.forPayload((SmsEvent event) -> this.audited.add(event.notificationId()));
	}

	List<String> audited() {
		return this.audited;
	}

}
