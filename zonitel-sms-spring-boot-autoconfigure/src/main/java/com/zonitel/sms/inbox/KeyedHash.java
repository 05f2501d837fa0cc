package com.zonitel.sms.inbox;

import java.security.SecureRandom;

/**
 * SipHash-2-4: a hash of 64 bits under a secret key, so that nobody can choose two texts
 * with the same hash.
 */
final class KeyedHash {

	private static final int CHARS_IN_WORD = Long.BYTES / Character.BYTES;

	private final long key0;

	private final long key1;

	KeyedHash(long key0, long key1) {
		this.key0 = key0;
		this.key1 = key1;
	}

	static KeyedHash withRandomKey() {
		SecureRandom random = new SecureRandom();
		return new KeyedHash(random.nextLong(), random.nextLong());
	}

	/**
	 * Return the hash of a text.
	 * @param text the text, hashed as UTF-16 in little endian
	 * @return the hash
	 */
	long hash(String text) {
		State state = new State(this.key0, this.key1);
		int length = text.length();
		int whole = length - length % CHARS_IN_WORD;
		for (int i = 0; i < whole; i += CHARS_IN_WORD) {
			state.add(word(text, i, i + CHARS_IN_WORD));
		}
		long bytes = (long) length * Character.BYTES;
		state.add(word(text, whole, length) | bytes << 56);
		return state.finish();
	}

	private static long word(String text, int from, int to) {
		long word = 0;
		for (int i = to - 1; i >= from; i--) {
			word = word << Character.SIZE | text.charAt(i);
		}
		return word;
	}

	/**
	 * State of one computation, named as in the definition of SipHash.
	 */
	private static final class State {

		private long v0;

		private long v1;

		private long v2;

		private long v3;

		State(long key0, long key1) {
			this.v0 = key0 ^ 0x736f6d6570736575L;
			this.v1 = key1 ^ 0x646f72616e646f6dL;
			this.v2 = key0 ^ 0x6c7967656e657261L;
			this.v3 = key1 ^ 0x7465646279746573L;
		}

		void add(long word) {
			this.v3 ^= word;
			rounds(2);
			this.v0 ^= word;
		}

		long finish() {
			this.v2 ^= 0xff;
			rounds(4);
			return this.v0 ^ this.v1 ^ this.v2 ^ this.v3;
		}

		private void rounds(int count) {
			for (int i = 0; i < count; i++) {
				this.v0 += this.v1;
				this.v1 = Long.rotateLeft(this.v1, 13) ^ this.v0;
				this.v0 = Long.rotateLeft(this.v0, 32);
				this.v2 += this.v3;
				this.v3 = Long.rotateLeft(this.v3, 16) ^ this.v2;
				this.v0 += this.v3;
				this.v3 = Long.rotateLeft(this.v3, 21) ^ this.v0;
				this.v2 += this.v1;
				this.v1 = Long.rotateLeft(this.v1, 17) ^ this.v2;
				this.v2 = Long.rotateLeft(this.v2, 32);
			}
		}

	}

}
