package com.example.jpa;

import com.zonitel.sms.SmsReceivedEvent;
import jakarta.persistence.EntityManager;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class OrderListener {

	private final EntityManager entityManager;

	OrderListener(EntityManager entityManager) {
		this.entityManager = entityManager;
	}

	@EventListener
	@Transactional
	void on(SmsReceivedEvent event) {
		if (this.entityManager.find(HandledNotification.class, event.notificationId()) != null) {
			return;
		}
		this.entityManager.persist(new HandledNotification(event.notificationId(), event.receivedAt()));
		this.entityManager.persist(new SmsOrder(event.message().from(), event.message().text()));
	}

}
