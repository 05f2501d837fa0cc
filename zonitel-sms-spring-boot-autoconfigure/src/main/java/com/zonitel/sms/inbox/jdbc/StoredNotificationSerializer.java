package com.zonitel.sms.inbox.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.zonitel.sms.inbox.jdbc.StoredNotification.LastFailure;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link StoredNotification} as a version byte, a short head and the raw body.
 * Reads {@code null} from what another version has written in a format unknown to this
 * one.
 */
class StoredNotificationSerializer implements Serializer {

	private static final int FORMAT = 1;

	@Override
	public byte[] serialize(@Nullable Object data) {
		return (data instanceof StoredNotification notification) ? write(notification) : new byte[0];
	}

	static byte[] write(StoredNotification notification) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(notification.body().length + 64);
		try (DataOutputStream output = new DataOutputStream(bytes)) {
			output.writeByte(FORMAT);
			write(notification.receivedAt(), output);
			LastFailure failure = notification.lastFailure();
			output.writeBoolean(failure != null);
			if (failure != null) {
				write(failure.at(), output);
				output.writeInt(failure.attempts());
				output.writeUTF((failure.description() != null) ? failure.description() : "");
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
		return type.cast(read(data));
	}

	static @Nullable StoredNotification read(byte @Nullable [] data) {
		if (data == null || data.length == 0 || data[0] != FORMAT) {
			return null;
		}
		try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(data, 1, data.length - 1))) {
			Instant receivedAt = readInstant(input);
			LastFailure failure = input.readBoolean() ? readFailure(input) : null;
			int count = input.readUnsignedShort();
			Map<String, String> propagationFields = new LinkedHashMap<>(count);
			for (int i = 0; i < count; i++) {
				propagationFields.put(input.readUTF(), input.readUTF());
			}
			byte[] body = new byte[input.available()];
			input.readFully(body);
			return new StoredNotification(receivedAt, propagationFields, body, failure);
		}
		catch (IOException | DateTimeException ex) {
			return null;
		}
	}

	private static Instant readInstant(DataInputStream input) throws IOException {
		return Instant.ofEpochSecond(input.readLong(), input.readInt());
	}

	private static LastFailure readFailure(DataInputStream input) throws IOException {
		Instant at = readInstant(input);
		int attempts = input.readInt();
		String description = input.readUTF();
		return new LastFailure(at, attempts, description.isEmpty() ? null : description);
	}

}
