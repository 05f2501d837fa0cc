package com.zonitel.sms.webhook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Writes the requests of authenticated callers, redacted, to a file, in order to learn
 * what Zonitel does not document. Each request is one line of JSON. A separate thread
 * writes the lines, so that no answer waits for it; requests that come faster than it
 * writes are left out.
 *
 * @since 0.1.0
 */
public final class SmsWebhookCapture implements AutoCloseable {

	/**
	 * Size of the file, in bytes, beyond which nothing more is written.
	 */
	public static final int MAX_FILE_SIZE = 10_000_000;

	private static final int MAX_WAITING = 100;

	private static final long CLOSE_SECONDS = 2;

	private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

	private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private static final Log logger = LogFactory.getLog(SmsWebhookCapture.class);

	private final Path file;

	private final FileChannel channel;

	private final ThreadPoolExecutor writer;

	private final CaptureRedaction redaction = new CaptureRedaction();

	private final AtomicLong missing = new AtomicLong();

	private volatile boolean ended;

	/**
	 * Create a new instance.
	 * @param file the file to append to; created so that only its owner can read it
	 * @throws IOException if the file cannot be written, is no regular file or can be
	 * read by others than its owner
	 */
	public SmsWebhookCapture(Path file) throws IOException {
		this.file = file.toAbsolutePath();
		this.channel = open(this.file);
		CustomizableThreadFactory threads = new CustomizableThreadFactory("zonitel-sms-capture-");
		threads.setDaemon(true);
		this.writer = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), threads,
				(task, executor) -> miss());
	}

	private static FileChannel open(Path file) throws IOException {
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new IOException("it is not a regular file");
		}
		if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return FileChannel.open(file, OPTIONS);
		}
		FileChannel channel = FileChannel.open(file, OPTIONS, OWNER_ONLY);
		if (Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
			.stream()
			.anyMatch(SmsWebhookCapture::isOfOthers)) {
			channel.close();
			throw new IOException("others than its owner have access to it");
		}
		return channel;
	}

	private static boolean isOfOthers(PosixFilePermission permission) {
		return !permission.name().startsWith("OWNER_");
	}

	/**
	 * Begin to capture a request, on the request's own thread.
	 * @param request the head of the request, of an authenticated caller
	 * @return the captured request, to be completed with its body and answer, or
	 * {@code null} if nothing more is captured
	 */
	@Nullable CapturedRequest begin(SmsWebhookRequest request) {
		if (this.ended) {
			return null;
		}
		try {
			return new CapturedRequest(this, request);
		}
		catch (RuntimeException ex) {
			miss();
			return null;
		}
	}

	void submit(CapturedRequest request) {
		if (!this.ended) {
			this.writer.execute(() -> write(request));
		}
	}

	private void write(CapturedRequest request) {
		if (this.ended) {
			return;
		}
		try {
			byte[] line = (request.toJson(this.redaction) + "\n").getBytes(StandardCharsets.UTF_8);
			if (this.channel.size() + line.length > MAX_FILE_SIZE) {
				end("has reached its largest size");
				return;
			}
			ByteBuffer buffer = ByteBuffer.wrap(line);
			while (buffer.hasRemaining()) {
				this.channel.write(buffer);
			}
		}
		catch (IOException ex) {
			end("cannot be written: " + ex.getClass().getName());
		}
		catch (RuntimeException ex) {
			miss();
		}
	}

	private void end(String reason) {
		if (!this.ended) {
			this.ended = true;
			logger.warn("Requests to the SMS webhook are captured no more, since '" + this.file + "' " + reason);
		}
	}

	private void miss() {
		if (this.missing.getAndIncrement() == 0) {
			logger.warn("Not every request to the SMS webhook is captured; those that are missing are counted");
		}
	}

	/**
	 * Write what waits to be written, and close the file.
	 */
	@Override
	public void close() {
		this.writer.shutdown();
		try {
			if (!this.writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				this.missing.addAndGet(this.writer.getQueue().size());
			}
			this.ended = true;
			this.channel.close();
			if (this.missing.get() > 0) {
				logger.warn(this.missing + " request(s) to the SMS webhook were not captured");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			logger.debug("Capture could not be closed: " + ex.getClass().getName());
		}
	}

}
