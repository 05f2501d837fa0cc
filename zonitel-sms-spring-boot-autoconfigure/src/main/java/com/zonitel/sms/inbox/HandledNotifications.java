package com.zonitel.sms.inbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Memory of the notifications that were handled: the newest, for a limited time. Keeps 64
 * bits of a {@link KeyedHash} for each identifier, in arrays that give the garbage
 * collector nothing to follow. A new notification is mistaken for one of 100,000 that are
 * remembered with a probability of 100,000 / 2^64, which is below 10^-14.
 */
final class HandledNotifications {

	private static final int STRIPES = 16;

	private final KeyedHash hash = KeyedHash.withRandomKey();

	private final Stripe[] stripes;

	private final LongSupplier nanoTime;

	/**
	 * Create a new instance.
	 * @param maxSize the number of notifications that are remembered at most
	 * @param window the time for which each is remembered
	 * @param nanoTime the source of time, as {@link System#nanoTime()}
	 */
	HandledNotifications(int maxSize, Duration window, LongSupplier nanoTime) {
		long windowNanos = TimeUnit.NANOSECONDS.convert(window);
		this.stripes = IntStream.range(0, STRIPES)
			.mapToObj((i) -> new Stripe(maxSize / STRIPES, windowNanos))
			.toArray(Stripe[]::new);
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the hash by which a notification is remembered.
	 * @param id the identifier of the notification
	 * @return the hash
	 */
	long hash(String id) {
		return this.hash.hash(id);
	}

	void add(long hash) {
		stripe(hash).add(hash, this.nanoTime.getAsLong());
	}

	boolean contains(long hash) {
		return stripe(hash).contains(hash, this.nanoTime.getAsLong());
	}

	// the lowest bits choose the stripe, and other bits the place in its table
	private Stripe stripe(long hash) {
		return this.stripes[(int) hash & (STRIPES - 1)];
	}

	/**
	 * Part of the memory: hashes in a ring, in the order in which they came, which is the
	 * one in which they expire; and a table with open addressing that leads to them.
	 */
	private static final class Stripe {

		private static final int INITIAL_SIZE = 32;

		private final int maxSize;

		private final long windowNanos;

		private long[] hashes = new long[0];

		private long[] times = new long[0];

		/**
		 * Index into the ring, plus 1, of the hash that has this place; 0 if the place is
		 * free. A hash has its first place or, if that was taken, the next free one.
		 */
		private int[] table = new int[1];

		private int oldest;

		private int size;

		Stripe(int maxSize, long windowNanos) {
			this.maxSize = maxSize;
			this.windowNanos = windowNanos;
		}

		synchronized boolean contains(long hash, long now) {
			removeExpired(now);
			return this.table[find(hash)] != 0;
		}

		synchronized void add(long hash, long now) {
			removeExpired(now);
			if (this.table[find(hash)] != 0) {
				return;
			}
			if (this.size == this.maxSize) {
				removeOldest();
			}
			else if (this.size == this.hashes.length) {
				grow();
			}
			append(hash, now);
		}

		private void append(long hash, long time) {
			int index = (this.oldest + this.size) % this.hashes.length;
			this.hashes[index] = hash;
			this.times[index] = time;
			this.table[find(hash)] = index + 1;
			this.size++;
		}

		private void removeExpired(long now) {
			while (this.size > 0 && now - this.times[this.oldest] >= this.windowNanos) {
				removeOldest();
			}
		}

		private void removeOldest() {
			free(find(this.hashes[this.oldest]));
			this.oldest = (this.oldest + 1) % this.hashes.length;
			this.size--;
		}

		// closes the gap: a hash behind it moves up, unless the gap lies before the place
		// at which a search for that hash begins
		private void free(int place) {
			int mask = this.table.length - 1;
			int free = place;
			for (int next = (free + 1) & mask; this.table[next] != 0; next = (next + 1) & mask) {
				int first = firstPlace(this.hashes[this.table[next] - 1]);
				if (((next - first) & mask) >= ((next - free) & mask)) {
					this.table[free] = this.table[next];
					free = next;
				}
			}
			this.table[free] = 0;
		}

		/**
		 * Return the place of a hash in the table, or the free one in which it would be.
		 */
		private int find(long hash) {
			int place = firstPlace(hash);
			while (this.table[place] != 0 && this.hashes[this.table[place] - 1] != hash) {
				place = (place + 1) & (this.table.length - 1);
			}
			return place;
		}

		private int firstPlace(long hash) {
			return (int) (hash >>> Integer.SIZE) & (this.table.length - 1);
		}

		private void grow() {
			long[] hashes = this.hashes;
			long[] times = this.times;
			int oldest = this.oldest;
			int length = Math.min(Math.max(INITIAL_SIZE, hashes.length * 2), this.maxSize);
			this.hashes = new long[length];
			this.times = new long[length];
			this.table = new int[Integer.highestOneBit(length) * 4];
			this.oldest = 0;
			this.size = 0;
			for (int i = 0; i < hashes.length; i++) {
				int index = (oldest + i) % hashes.length;
				append(hashes[index], times[index]);
			}
		}

	}

}
