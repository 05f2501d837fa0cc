package com.zonitel.sms.notification;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CallerContext}.
 */
class CallerContextTests {

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void listenerRunsInTheContextOfTheCaller() {
		MDC.put("caller", "1");
		CallerContext context = CallerContext.capture();
		MDC.clear();
		context.run(() -> assertThat(MDC.get("caller")).isEqualTo("1"));
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void whatAListenerLeavesBehindIsRemoved() {
		CallerContext.EMPTY.run(() -> MDC.put("left", "1"));
		assertThat(MDC.get("left")).isNull();
		CallerContext context = CallerContext.capture();
		assertThatIllegalStateException().isThrownBy(() -> context.run(() -> {
			MDC.put("left", "1");
			throw new IllegalStateException();
		}));
		assertThat(MDC.get("left")).isNull();
	}

	@Test
	void whatAListenerRemovesIsRestored() {
		MDC.put("thread", "1");
		CallerContext.EMPTY.run(MDC::clear);
		assertThat(MDC.get("thread")).isEqualTo("1");
	}

}
