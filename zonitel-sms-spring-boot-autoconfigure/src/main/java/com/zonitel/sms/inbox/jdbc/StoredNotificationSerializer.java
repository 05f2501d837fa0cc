package com.zonitel.sms.inbox.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.zonitel.sms.inbox.jdbc.StoredNotification.Death;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link StoredNotification} as a version byte, a short head and the raw body.
 */
class StoredNotificationSerializer implements Serializer {

	private static final int VERSION = 1;

	private static final byte[] NOTHING = {};

	@Override
	public byte[] serialize(@Nullable Object data) {
		return (data instanceof StoredNotification notification) ? write(notification) : NOTHING;
	}

	static byte[] write(StoredNotification notification) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(notification.body().length + 64);
		try (DataOutputStream output = new DataOutputStream(bytes)) {
			output.writeByte(VERSION);
			write(notification.receivedAt(), output);
			Death death = notification.death();
			output.writeBoolean(death != null);
			if (death != null) {
				write(death.since(), output);
				output.writeInt(death.attempts());
				output.writeUTF((death.failure() != null) ? death.failure() : "");
			}
			output.writeShort(notification.propagationFields().size());
			for (Map.Entry<String, String> field : notification.propagationFields().entrySet()) {
				output.writeUTF(field.getKey());
				output.writeUTF(field.getValue());
			}
			output.write(notification.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static void write(Instant instant, DataOutputStream output) throws IOException {
		output.writeLong(instant.getEpochSecond());
		output.writeInt(instant.getNano());
	}

	@Override
	public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] data) {
		return (data == null || data.length == 0) ? null : type.cast(read(data));
	}

	static StoredNotification read(byte[] data) {
		try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(data))) {
			int version = input.readUnsignedByte();
			if (version != VERSION) {
				throw new IllegalStateException("SMS notification was stored in the unknown format " + version);
			}
			Instant receivedAt = readInstant(input);
			Death death = input.readBoolean() ? readDeath(input) : null;
			int count = input.readUnsignedShort();
			Map<String, String> propagationFields = new LinkedHashMap<>(count);
			for (int i = 0; i < count; i++) {
				propagationFields.put(input.readUTF(), input.readUTF());
			}
			return new StoredNotification(receivedAt, propagationFields, input.readAllBytes(), death);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Instant readInstant(DataInputStream input) throws IOException {
		return Instant.ofEpochSecond(input.readLong(), input.readInt());
	}

	private static Death readDeath(DataInputStream input) throws IOException {
		Instant since = readInstant(input);
		int attempts = input.readInt();
		String failure = input.readUTF();
		return new Death(since, attempts, failure.isEmpty() ? null : failure);
	}

}
