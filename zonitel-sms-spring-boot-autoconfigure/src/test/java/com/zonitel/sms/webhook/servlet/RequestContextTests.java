package com.zonitel.sms.webhook.servlet;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RequestContext}.
 */
class RequestContextTests {

	private final ServletRequestAttributes attributes = new ServletRequestAttributes(new MockHttpServletRequest());

	private final Authentication authentication = new TestingAuthenticationToken("user", "password");

	@AfterEach
	void clear() {
		RequestContextHolder.resetRequestAttributes();
		LocaleContextHolder.resetLocaleContext();
		SecurityContextHolder.clearContext();
		TransactionSynchronizationManager.clear();
		TransactionSynchronizationManager.unbindResourceIfPossible("resource");
	}

	@Test
	void taskSeesNothingOfTheRequestWhichHasItAllAgainAfterwards() {
		bind();
		AtomicInteger runs = new AtomicInteger();
		RequestContext.runWithout(() -> {
			runs.incrementAndGet();
			assertThat(RequestContextHolder.getRequestAttributes()).isNull();
			assertThat(LocaleContextHolder.getLocaleContext()).isNull();
			assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
		});
		assertThat(runs).hasValue(1);
		assertBound();
	}

	@Test
	void whatAFailingTaskLeavesIsRemoved() {
		bind();
		assertThatIllegalStateException().isThrownBy(() -> RequestContext.runWithout(() -> {
			LocaleContextHolder.setLocale(Locale.GERMAN);
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("other", "password"));
			throw new IllegalStateException();
		}));
		assertBound();
	}

	@Test
	void whatATaskLeavesIsNotSeenByARequestWithoutUser() {
		RequestContext.runWithout(() -> SecurityContextHolder.getContext().setAuthentication(this.authentication));
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
		assertThat(RequestContextHolder.getRequestAttributes()).isNull();
	}

	@Test
	void transactionsAndResourcesOfAFilterAreSeen() {
		assertThat(RequestContext.isTransactional()).isFalse();
		TransactionSynchronizationManager.setActualTransactionActive(true);
		assertThat(RequestContext.isTransactional()).isTrue();
		TransactionSynchronizationManager.clear();
		TransactionSynchronizationManager.initSynchronization();
		assertThat(RequestContext.isTransactional()).isTrue();
		TransactionSynchronizationManager.clear();
		TransactionSynchronizationManager.bindResource("resource", "EntityManager");
		assertThat(RequestContext.isTransactional()).isTrue();
	}

	private void bind() {
		RequestContextHolder.setRequestAttributes(this.attributes);
		LocaleContextHolder.setLocale(Locale.FRENCH);
		SecurityContextHolder.getContext().setAuthentication(this.authentication);
	}

	private void assertBound() {
		assertThat(RequestContextHolder.getRequestAttributes()).isSameAs(this.attributes);
		assertThat(LocaleContextHolder.getLocale()).isEqualTo(Locale.FRENCH);
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isSameAs(this.authentication);
	}

}
