package com.example.sms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static org.assertj.core.api.Assertions.assertThat;

@SpringJUnitConfig(SmsListener.class)
@ExtendWith(OutputCaptureExtension.class)
class ListenerTests {

	@Test
	void textIsLogged(@Autowired ApplicationContext context, CapturedOutput output) {
		inboundSms().text("Hello").publishTo(context);
		assertThat(output).contains("SMS received: \"Hello\"");
	}

}
