package com.example.sms;

import java.util.concurrent.CountDownLatch;

import com.zonitel.sms.SmsEvent;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.Ordered;

/**
 * The sample with a listener in front of its own that never returns.
 */
final class HeldSampleApplication {

	private HeldSampleApplication() {
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setAdditionalProfiles("simulator");
		application.addInitializers((context) -> context.addApplicationListener(new Hold()));
		application.run(args);
	}

	/**
	 * Listener that never returns.
	 */
	private static final class Hold implements ApplicationListener<PayloadApplicationEvent<?>>, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<?> event) {
			if (event.getPayload() instanceof SmsEvent) {
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}

	}

}
