package com.zonitel.sms.registration;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zonitel.sms.registration.RegistrationState.Status;
import org.jspecify.annotations.Nullable;

/**
 * {@link WebhookRegistrar} for an account in memory, which fails on request.
 */
final class TestWebhookRegistrar implements WebhookRegistrar {

	static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	final List<String> calls = new CopyOnWriteArrayList<>();

	volatile WebhookUrl expected = WebhookUrl.foreign("https://a.example.com/hook?token=canary");

	volatile @Nullable WebhookUrl registered;

	volatile @Nullable RuntimeException failure;

	volatile @Nullable RuntimeException failureAfterWrite;

	volatile Runnable beforeRegister = () -> {
	};

	@Override
	public RegistrationState register(ReplacePolicy replace) {
		this.calls.add("register " + replace);
		this.beforeRegister.run();
		fail();
		RegistrationState state = state();
		if (state.status() == Status.REGISTERED || (this.registered != null && replace == ReplacePolicy.NEVER)) {
			return state;
		}
		this.registered = this.expected;
		this.failure = this.failureAfterWrite;
		return new RegistrationState(Status.UNCONFIRMED, this.expected, null, NOW, null);
	}

	@Override
	public WebhookUrl getExpectedUrl() {
		return this.expected;
	}

	@Override
	public RegistrationState verify() {
		this.calls.add("verify");
		fail();
		return state();
	}

	private void fail() {
		RuntimeException failure = this.failure;
		if (failure != null) {
			throw failure;
		}
	}

	private RegistrationState state() {
		WebhookUrl registered = this.registered;
		boolean same = registered != null && registered.isSame(this.expected);
		return new RegistrationState(same ? Status.REGISTERED : Status.DIFFERS, this.expected, registered, NOW, null);
	}

}
