package com.example.sms;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsStatusEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class SmsListener {

	private static final Logger logger = LoggerFactory.getLogger(SmsListener.class);

	@EventListener
	void on(SmsReceivedEvent event) {
		// this example shows the text; a real application keeps it out of its log
		logger.info("SMS received: \"{}\"", event.message().text());
	}

	@EventListener
	void on(SmsStatusEvent event) {
		logger.info("SMS {} is {}", event.message().id(), event.status());
	}

}
