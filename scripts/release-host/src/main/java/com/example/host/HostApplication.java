package com.example.host;

import com.zonitel.sms.SmsReceivedEvent;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;

@SpringBootApplication
public class HostApplication {

	public static void main(String[] args) {
		SpringApplication.run(HostApplication.class, args);
	}

	@EventListener
	void on(SmsReceivedEvent event) {
	}

}
