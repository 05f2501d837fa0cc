package com.example.sms;

import java.util.stream.IntStream;

import org.springframework.test.util.TestSocketUtils;

/**
 * Finds ports that no outgoing connection takes before a test listens at them. Linux
 * gives those from 32768 on to outgoing connections, of other tests as well, and browsers
 * refuse some below 11000.
 */
final class FreePorts {

	private static final int LOWEST = 11_000;

	private static final int LIMIT = 32_768;

	private FreePorts() {
	}

	static int find() {
		return IntStream.generate(TestSocketUtils::findAvailableTcpPort)
			.filter((port) -> port >= LOWEST && port < LIMIT)
			.findFirst()
			.orElseThrow();
	}

}
