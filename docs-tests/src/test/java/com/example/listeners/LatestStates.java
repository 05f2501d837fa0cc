package com.example.listeners;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.zonitel.sms.SmsStatus;
import com.zonitel.sms.SmsStatusEvent;

import org.springframework.context.event.EventListener;

class LatestStates {

	private final Map<String, SmsStatus> states = new ConcurrentHashMap<>();

	@EventListener
	void on(SmsStatusEvent event) {
		this.states.merge(event.message().id(), event.status(),
				(known, status) -> status.mayFollow(known) ? status : known);
	}

	Map<String, SmsStatus> states() {
		return this.states;
	}

}
