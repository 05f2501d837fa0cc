package com.zonitel.sms.inbox.listener;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Access to the method that an {@link ApplicationListenerMethodAdapter} calls.
 */
final class ListenerMethod {

	/**
	 * Looked up, since it is public only as of Spring Framework 7.0.7.
	 */
	private static final @Nullable Method GET_TARGET_METHOD = ReflectionUtils
		.findMethod(ApplicationListenerMethodAdapter.class, "getTargetMethod");

	private ListenerMethod() {
	}

	/**
	 * Return the method that the listener calls.
	 * @param listener the listener
	 * @return the method, or {@code null} if the listener is no method
	 */
	static @Nullable Method of(ApplicationListener<?> listener) {
		if (GET_TARGET_METHOD == null || !(listener instanceof ApplicationListenerMethodAdapter)) {
			return null;
		}
		ReflectionUtils.makeAccessible(GET_TARGET_METHOD);
		Method method = (Method) ReflectionUtils.invokeMethod(GET_TARGET_METHOD, listener);
		Assert.state(method != null, "'method' must not be null");
		return method;
	}

	/**
	 * Return whether the method returns before its work is done.
	 * @param method the method
	 * @return {@code true} if it returns a future or a publisher
	 */
	static boolean returnsFuture(Method method) {
		Class<?> type = method.getReturnType();
		return Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)
				|| (type != void.class && type != Object.class
						&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null)
				|| KotlinDetector.isSuspendingFunction(method);
	}

}
