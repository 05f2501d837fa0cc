package com.zonitel.sms.inbox.jdbc;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoredNotificationSerializer}.
 */
class StoredNotificationSerializerTests {

	@Test
	void readsNothingFromWhatHoldsNoTime() {
		byte[] stored = ByteBuffer.allocate(16).put((byte) 1).putLong(Long.MAX_VALUE).array();
		assertThat(StoredNotificationSerializer.read(stored)).isNull();
	}

}
