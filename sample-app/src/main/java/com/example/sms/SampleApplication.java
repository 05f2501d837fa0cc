package com.example.sms;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Sample application that receives SMS events: from Zonitel if there is an account, from
 * a simulator in the same process otherwise.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		if (System.getenv("ZONITEL_CLIENT_ID") == null) {
			application.setAdditionalProfiles("simulator");
		}
		application.run(args);
	}

}
