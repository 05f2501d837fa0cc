package com.zonitel.sms.webhook;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP client that sends exactly the bytes it is given.
 */
final class RawHttp implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 20_000;

	private final Socket socket;

	RawHttp(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
	}

	static Response exchange(int port, byte[] request) throws IOException {
		try (RawHttp client = new RawHttp(port)) {
			client.send(request);
			return client.receive(new String(request, 0, 5, StandardCharsets.ISO_8859_1).startsWith("HEAD "));
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Send bytes. A server that has closed the connection may have answered before.
	 */
	void send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
		}
		catch (IOException ex) {
			// the answer tells
		}
	}

	/**
	 * Receive the next answer that is not an interim one.
	 */
	Response receive(boolean head) throws IOException {
		InputStream input = this.socket.getInputStream();
		String statusLine = readLine(input);
		int status = Integer.parseInt(statusLine.split(" ")[1]);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		String line = readLine(input);
		while (!line.isEmpty()) {
			int colon = line.indexOf(':');
			headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim(),
					(first, second) -> first + " | " + second);
			line = readLine(input);
		}
		if (status < 200) {
			return receive(head);
		}
		byte[] body = head ? new byte[0] : readBody(input, headers);
		return new Response(status, headers, new String(body, StandardCharsets.UTF_8));
	}

	private static byte[] readBody(InputStream input, Map<String, String> headers) throws IOException {
		if ("chunked".equals(headers.get("Transfer-Encoding"))) {
			return readChunks(input);
		}
		String length = headers.get("Content-Length");
		return (length != null) ? input.readNBytes(Integer.parseInt(length)) : new byte[0];
	}

	private static byte[] readChunks(InputStream input) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int length = Integer.parseInt(readLine(input), 16);
		while (length > 0) {
			body.write(input.readNBytes(length));
			readLine(input);
			length = Integer.parseInt(readLine(input), 16);
		}
		readLine(input);
		return body.toByteArray();
	}

	/**
	 * Wait until the server has closed the connection.
	 * @return whether it has within the time
	 */
	boolean awaitClose(int timeoutMillis) throws IOException {
		this.socket.setSoTimeout(timeoutMillis);
		try {
			return this.socket.getInputStream().read() < 0;
		}
		catch (java.net.SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Break the connection off without a goodbye.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	private static String readLine(InputStream input) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int b = input.read();
		while (b != '\n') {
			if (b < 0) {
				throw new EOFException("connection closed before an answer");
			}
			if (b != '\r') {
				line.write(b);
			}
			b = input.read();
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * An answer.
	 *
	 * @param status the status code
	 * @param headers the headers
	 * @param body the body
	 */
	record Response(int status, Map<String, String> headers, String body) {

	}

}
