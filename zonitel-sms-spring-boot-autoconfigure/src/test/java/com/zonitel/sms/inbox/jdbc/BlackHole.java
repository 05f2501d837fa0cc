package com.zonitel.sms.inbox.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Way to a database server on which connections can go silent, as behind a firewall that
 * forgets them, while new ones work.
 */
class BlackHole implements Closeable {

	private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final int target;

	private volatile boolean swallowsNext;

	BlackHole(int target) throws IOException {
		this.target = target;
		start(this::accept);
	}

	int getPort() {
		return this.server.getLocalPort();
	}

	/**
	 * Let nothing pass any more on the connections that there are.
	 * @return the number of connections
	 */
	int swallow() {
		this.links.forEach((link) -> link.silent = true);
		return this.links.size();
	}

	/**
	 * Let nothing pass any more on the next connection, once the server has said a first
	 * word on it.
	 */
	void swallowNext() {
		this.swallowsNext = true;
	}

	/**
	 * Return whether no connection has been opened since {@link #swallowNext()}.
	 * @return whether it is still to come
	 */
	boolean isNextToCome() {
		return this.swallowsNext;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				Socket database = new Socket(InetAddress.getLoopbackAddress(), this.target);
				Link link = new Link(client, database, this.swallowsNext);
				this.swallowsNext = false;
				this.links.add(link);
				start(() -> link.copy(client, database));
				start(() -> link.copy(database, client));
			}
		}
		catch (IOException ex) {
			// the server is closed
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "black-hole");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Link link : this.links) {
			link.close();
		}
	}

	private final class Link implements Closeable {

		private final Socket client;

		private final Socket database;

		private final boolean silentSoon;

		private volatile boolean silent;

		Link(Socket client, Socket database, boolean silentSoon) {
			this.client = client;
			this.database = database;
			this.silentSoon = silentSoon;
		}

		void copy(Socket from, Socket to) {
			byte[] buffer = new byte[8192];
			try (InputStream input = from.getInputStream(); OutputStream output = to.getOutputStream()) {
				int length = input.read(buffer);
				while (length >= 0) {
					if (!this.silent) {
						output.write(buffer, 0, length);
						this.silent = this.silent || (this.silentSoon && from == this.database);
					}
					length = input.read(buffer);
				}
			}
			catch (IOException ex) {
				// the connection is closed
			}
			BlackHole.this.links.remove(this);
		}

		@Override
		public void close() throws IOException {
			this.client.close();
			this.database.close();
		}

	}

}
