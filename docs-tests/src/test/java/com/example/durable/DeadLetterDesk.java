package com.example.durable;

import com.zonitel.sms.inbox.SmsDeadLetters;

class DeadLetterDesk {

	private final SmsDeadLetters deadLetters;

	DeadLetterDesk(SmsDeadLetters deadLetters) {
		this.deadLetters = deadLetters;
	}

	void show() {
		this.deadLetters.list(100).forEach(System.out::println);
	}

	boolean deliverAgain(String notificationId) {
		return this.deadLetters.requeue(notificationId);
	}

}
