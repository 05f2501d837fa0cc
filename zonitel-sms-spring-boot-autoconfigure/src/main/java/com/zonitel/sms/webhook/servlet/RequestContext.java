package com.zonitel.sms.webhook.servlet;

import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Context that frameworks have bound to the thread of a request. Listeners that run on
 * that thread must not see it, as they do not see it on threads of the inbox.
 */
final class RequestContext {

	private static final boolean SECURITY_PRESENT = isPresent(
			"org.springframework.security.core.context.SecurityContextHolder");

	private static final boolean TRANSACTIONS_PRESENT = isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager");

	private RequestContext() {
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, RequestContext.class.getClassLoader());
	}

	/**
	 * Return whether a filter has bound a transaction, or resources such as an
	 * {@code EntityManager}, to the current thread. These cannot be hidden.
	 * @return whether listeners must not run on the current thread
	 */
	static boolean isTransactional() {
		return TRANSACTIONS_PRESENT && Transactions.isBound();
	}

	/**
	 * Run the task without the request attributes, the locale and the security context of
	 * the current thread, which are there again afterwards.
	 * @param task the task
	 */
	static void runWithout(Runnable task) {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		LocaleContext locale = LocaleContextHolder.getLocaleContext();
		Object security = SECURITY_PRESENT ? Security.clear() : null;
		RequestContextHolder.resetRequestAttributes();
		LocaleContextHolder.resetLocaleContext();
		try {
			task.run();
		}
		finally {
			RequestContextHolder.setRequestAttributes(attributes);
			LocaleContextHolder.setLocaleContext(locale);
			if (SECURITY_PRESENT) {
				Security.restore(security);
			}
		}
	}

	/**
	 * Calls to the optional library.
	 */
	private static final class Transactions {

		static boolean isBound() {
			return TransactionSynchronizationManager.isActualTransactionActive()
					|| TransactionSynchronizationManager.isSynchronizationActive()
					|| !TransactionSynchronizationManager.getResourceMap().isEmpty();
		}

	}

	/**
	 * Calls to the optional library.
	 */
	private static final class Security {

		static Object clear() {
			SecurityContext context = SecurityContextHolder.getContext();
			SecurityContextHolder.clearContext();
			return context;
		}

		static void restore(@Nullable Object context) {
			SecurityContextHolder.clearContext();
			if (context instanceof SecurityContext previous && previous.getAuthentication() != null) {
				SecurityContextHolder.setContext(previous);
			}
		}

	}

}
