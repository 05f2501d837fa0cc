package com.example.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

@Entity
class SmsOrder {

	@Id
	@GeneratedValue
	private Long id;

	private String customer;

	private String wish;

	protected SmsOrder() {
	}

	SmsOrder(String customer, String wish) {
		this.customer = customer;
		this.wish = wish;
	}

}
