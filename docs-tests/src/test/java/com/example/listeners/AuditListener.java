package com.example.listeners;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.SmsEvent;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

class AuditListener implements ApplicationListener<PayloadApplicationEvent<? extends SmsEvent>> {

	private final List<String> audited = new CopyOnWriteArrayList<>();

	@Override
	public void onApplicationEvent(PayloadApplicationEvent<? extends SmsEvent> event) {
		this.audited.add(event.getPayload().notificationId());
	}

	List<String> audited() {
		return this.audited;
	}

}
