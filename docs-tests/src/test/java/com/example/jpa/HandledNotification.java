package com.example.jpa;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
class HandledNotification {

	@Id
	private String notificationId;

	private Instant receivedAt;

	protected HandledNotification() {
	}

	HandledNotification(String notificationId, Instant receivedAt) {
		this.notificationId = notificationId;
		this.receivedAt = receivedAt;
	}

}
