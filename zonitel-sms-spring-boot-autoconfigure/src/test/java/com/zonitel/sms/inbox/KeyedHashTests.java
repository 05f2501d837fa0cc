package com.zonitel.sms.inbox;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyedHash}.
 */
class KeyedHashTests {

	private final KeyedHash hash = new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

	/**
	 * Vectors of the reference implementation: the bytes 0, 1, 2 and so on, of even
	 * lengths.
	 */
	@Test
	void hashesAsTheReferenceDoes() {
		assertThat(this.hash.hash("")).isEqualTo(0x726fdb47dd0e0e31L);
		assertThat(this.hash.hash("\u0100")).isEqualTo(0x0d6c8009d9a94f5aL);
		assertThat(this.hash.hash("\u0100\u0302\u0504\u0706")).isEqualTo(0x93f5f5799a932462L);
		assertThat(this.hash.hash("\u0100\u0302\u0504\u0706\u0908\u0b0a\u0d0c")).isEqualTo(0xf723ca908e7af2eeL);
		assertThat(this.hash.hash("\u0100\u0302\u0504\u0706\u0908\u0b0a\u0d0c\u0f0e")).isEqualTo(0x3f2acc7f57c29bdbL);
	}

	@Test
	void dependsOnItsKey() {
		assertThat(KeyedHash.withRandomKey().hash("1:received")).isNotEqualTo(this.hash.hash("1:received"));
	}

}
