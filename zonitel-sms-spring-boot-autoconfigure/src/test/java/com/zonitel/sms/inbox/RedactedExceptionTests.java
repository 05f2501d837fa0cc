package com.zonitel.sms.inbox;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedactedException}.
 */
class RedactedExceptionTests {

	@Test
	void keepsTypesAndStackTracesButNoMessages() {
		Exception original = new IllegalStateException("canary", new IOException("canary"));
		RedactedException copy = RedactedException.of(original);
		assertThat(copy).hasMessage(null).hasToString("java.lang.IllegalStateException (message withheld)");
		assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
		assertThat(copy.getCause()).hasToString("java.io.IOException (message withheld)");
		StringWriter printed = new StringWriter();
		copy.printStackTrace(new PrintWriter(printed));
		assertThat(printed.toString()).contains("RedactedExceptionTests").doesNotContain("canary");
	}

	@Test
	void copiesAChainOfCausesThatNeverEnds() {
		assertThat(RedactedException.of(new Endless())).hasRootCauseInstanceOf(RedactedException.class);
	}

	@Test
	void leavesOutWhatCannotBeRead() {
		RedactedException copy = RedactedException.of(new Unreadable());
		assertThat(copy).hasNoCause();
		assertThat(copy.getStackTrace()).isEmpty();
	}

	private static final class Endless extends RuntimeException {

		@Override
		public synchronized Throwable getCause() {
			return new Endless();
		}

	}

	private static final class Unreadable extends RuntimeException {

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("canary");
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw new IllegalStateException("canary");
		}

	}

}
