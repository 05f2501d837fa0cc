package com.zonitel.sms.host;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Passwords in the clear, for hosts with Spring Security: its own encoder would take most
 * of the tests' time.
 */
@Configuration(proxyBeanMethods = false)
class PlainPasswords {

	@Bean
	PasswordEncoder passwordEncoder() {
		return new PasswordEncoder() {

			@Override
			public String encode(@Nullable CharSequence rawPassword) {
				return String.valueOf(rawPassword);
			}

			@Override
			public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
				return Objects.equals(encodedPassword, encode(rawPassword));
			}

		};
	}

}
