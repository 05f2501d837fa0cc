package com.example.listeners;

import com.zonitel.sms.SmsEvent;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.SmsStatusEvent;

class Describer {

	String describe(SmsEvent event) {
		if (event instanceof SmsReceivedEvent received) {
			return "SMS from " + received.message().from();
		}
		if (event instanceof SmsStatusEvent status) {
			return "SMS to " + status.message().to() + " is " + status.status();
		}
		return "Notification " + event.notificationId();
	}

}
