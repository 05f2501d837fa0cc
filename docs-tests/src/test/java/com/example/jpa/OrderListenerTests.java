package com.example.jpa;

import com.zonitel.sms.test.SimulatedNotification;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static com.zonitel.sms.test.SimulatedNotification.inboundSms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the recipe of {@link OrderListener}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "spring.datasource.url=jdbc:h2:mem:jpa", "spring.jpa.hibernate.ddl-auto=create" })
class OrderListenerTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private EntityManager entityManager;

	@Test
	void smsThatComesTwiceIsOneOrder() {
		long before = count("SmsOrder");
		SimulatedNotification sms = inboundSms().text("Two pizzas, please");
		sms.publishTo(this.context);
		sms.publishTo(this.context);
		inboundSms().text("One more").publishTo(this.context);
		assertThat(count("SmsOrder")).isEqualTo(before + 2);
		assertThat(count("HandledNotification")).isEqualTo(before + 2);
	}

	@Test
	void workThatFailsIsDoneWhenTheSmsComesAgain() {
		long before = count("HandledNotification");
		SimulatedNotification tooLong = inboundSms().text("x".repeat(300));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> tooLong.publishTo(this.context));
		assertThat(count("HandledNotification")).isEqualTo(before);
		tooLong.text("Short").publishTo(this.context);
		assertThat(count("HandledNotification")).isEqualTo(before + 1);
	}

	private long count(String entity) {
		return this.entityManager.createQuery("select count(it) from " + entity + " it", Long.class).getSingleResult();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderListener.class)
	@EntityScan(basePackageClasses = OrderListener.class)
	static class Application {

	}

}
