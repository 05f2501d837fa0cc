package com.zonitel.sms.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import com.zonitel.sms.SmsEvent;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Attacks a host of its own with slow clients and with endless bodies, and asks it to
 * serve an honest one meanwhile. See {@code scripts/hostile-clients.sh}.
 */
final class HostileClients {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final int SLOW_CLIENTS = 1_000;

	private static final int FLOODERS = 200;

	private static final long FLOOD_BYTES = 1L << 30;

	private static final int LIMIT = 65_536;

	private static final String[][] SERVERS = { { "tomcat", "--spring.main.web-application-type=servlet" },
			{ "tomcat, virtual threads", "--spring.main.web-application-type=servlet",
					"--spring.threads.virtual.enabled=true" },
			{ "jetty", "--spring.main.web-application-type=servlet",
					"--spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.servlet"
							+ ".TomcatServletWebServerAutoConfiguration" },
			{ "netty", "--spring.main.web-application-type=reactive" } };

	private final String server;

	private final Process host;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final int port;

	private HostileClients(String heap, String... server) throws Exception {
		this.server = server[0];
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
				"-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), Host.class.getName()));
		command.addAll(Arrays.asList(server).subList(1, server.length));
		this.host = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(this::readOutput);
		reader.setDaemon(true);
		reader.start();
		this.port = Integer.parseInt(ask("PORT"));
	}

	public static void main(String[] args) throws Exception {
		String chosen = (args.length > 0) ? args[0] : "";
		for (String[] server : SERVERS) {
			if (server[0].startsWith(chosen)) {
				new HostileClients("256m", server).attack(HostileClients::slow);
				new HostileClients("64m", server).attack(HostileClients::flood);
			}
		}
	}

	private void attack(Attack attack) throws Exception {
		try {
			for (int i = 0; i < 200; i++) {
				honest();
			}
			attack.run(this);
		}
		finally {
			this.host.destroyForcibly().waitFor();
		}
	}

	private void slow() throws Exception {
		for (boolean known : new boolean[] { true, false }) {
			for (boolean trickling : new boolean[] { false, true }) {
				slow(known, trickling);
			}
		}
	}

	private void flood() throws Exception {
		flood("1 GB chunked", "Transfer-Encoding: chunked\r\n", true, LIMIT);
		flood("1 GB chunked without the secret", "Transfer-Encoding: chunked\r\n", false, 0);
		flood("1 GB declared as gzip", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", true, 0);
		print("after all: an honest notification in %d ms, %s", honest(), statistics());
	}

	private void print(String format, Object... args) {
		System.out.println(this.server + ": " + String.format(format, args));
	}

	private String ask(String what) throws IOException, InterruptedException {
		this.host.getOutputStream().write('\n');
		this.host.getOutputStream().flush();
		String answer = this.answers.poll(180, TimeUnit.SECONDS);
		if (answer == null || !answer.startsWith(what + " ")) {
			throw new IllegalStateException("The host of " + this.server + " does not answer: " + answer);
		}
		return answer.substring(what.length() + 1);
	}

	private void readOutput() {
		try (BufferedReader output = this.host.inputReader()) {
			String line = output.readLine();
			while (line != null) {
				if (line.startsWith("PORT ") || line.startsWith("STATISTICS ")) {
					this.answers.add(line);
				}
				else {
					System.err.println(line);
				}
				line = output.readLine();
			}
		}
		catch (IOException ex) {
			// the host has ended
		}
	}

	private String statistics() throws Exception {
		return ask("STATISTICS");
	}

	private long honest() throws IOException {
		long begin = System.nanoTime();
		String body = "{\"honest\":" + begin + "}";
		RawHttp.Response response = RawHttp.exchange(this.port,
				RawHttp.bytes(head(true) + "Content-Length: " + body.length() + "\r\n\r\n" + body));
		if (response.status() != 200) {
			throw new IllegalStateException("An honest notification was answered " + response.status());
		}
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
	}

	private static String head(boolean known) {
		return "POST " + WebhookContractRows.PATH + (known ? "?token=" + SECRET : "")
				+ " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
	}

	private void slow(boolean known, boolean trickling) throws Exception {
		long slowest = 0;
		int asked = 0;
		try (Crowd crowd = new Crowd(this.port, head(known) + "Content-Length: 1000\r\n\r\n{\"half\":", trickling)) {
			Thread thread = new Thread(crowd);
			thread.start();
			crowd.connected.await();
			String statistics = "";
			while (crowd.open > 0 && crowd.seconds() < 60) {
				slowest = Math.max(slowest, honest());
				if (asked++ == 5) {
					statistics = statistics();
				}
				TimeUnit.MILLISECONDS.sleep(50);
			}
			thread.join();
			print("%d clients %s the secret, half a body, then %s: %d honest notifications, slowest %d ms; %s; %s;"
					+ " meanwhile %s", SLOW_CLIENTS, known ? "with" : "without",
					trickling ? "a byte a second" : "nothing", asked, slowest, crowd.answers, crowd.closings(),
					statistics);
		}
	}

	private void flood(String what, String headers, boolean known, int limit) throws Exception {
		long[] alone = new long[5];
		for (int i = 0; i < alone.length; i++) {
			alone[i] = new Flood(head(known) + headers, limit).call().millis();
		}
		ExecutorService threads = Executors.newFixedThreadPool(FLOODERS);
		List<Future<Flood.Result>> futures = threads
			.invokeAll(Collections.nCopies(FLOODERS, () -> new Flood(head(known) + headers, limit).call()));
		threads.shutdown();
		Map<Integer, Integer> statuses = new TreeMap<>();
		long slowest = 0;
		long most = 0;
		for (Future<Flood.Result> future : futures) {
			Flood.Result result = future.get();
			statuses.merge(result.status(), 1, Integer::sum);
			slowest = Math.max(slowest, result.millis());
			most = Math.max(most, result.sent());
		}
		print("%s: alone refused after %s ms; %d at once %s, slowest after %d ms, at most %d KB sent; %s", what,
				Arrays.toString(alone), FLOODERS, statuses, slowest, most / 1024, statistics());
	}

	/**
	 * What is done to a host.
	 */
	private interface Attack {

		void run(HostileClients clients) throws Exception;

	}

	/**
	 * Many clients that send a half body, on one thread.
	 */
	private static final class Crowd implements Runnable, AutoCloseable {

		private final CountDownLatch connected = new CountDownLatch(1);

		private final Map<String, Integer> answers = new TreeMap<>();

		private final List<Long> closedAfter = new ArrayList<>();

		private final List<Client> clients = new ArrayList<>();

		private final Selector selector = Selector.open();

		private final boolean trickling;

		private final long begin = System.nanoTime();

		private volatile int open = SLOW_CLIENTS;

		Crowd(int port, String start, boolean trickling) throws IOException {
			this.trickling = trickling;
			for (int i = 0; i < SLOW_CLIENTS; i++) {
				SocketChannel channel = SocketChannel
					.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				channel.configureBlocking(false);
				Client client = new Client(channel, System.nanoTime());
				// a server accepts connections one by one, and only so many wait for it
				LockSupport.parkNanos(1_000_000);
				channel.register(this.selector, SelectionKey.OP_READ, client);
				channel.write(ByteBuffer.wrap(RawHttp.bytes(start)));
				this.clients.add(client);
			}
		}

		@Override
		public void run() {
			this.connected.countDown();
			ByteBuffer buffer = ByteBuffer.allocate(4096);
			long lastByte = System.nanoTime();
			try {
				while (this.open > 0 && seconds() < 60) {
					this.selector.select(100);
					for (SelectionKey key : this.selector.selectedKeys()) {
						read(key, (Client) key.attachment(), buffer.clear());
					}
					this.selector.selectedKeys().clear();
					if (this.trickling && System.nanoTime() - lastByte > 1_000_000_000L) {
						lastByte = System.nanoTime();
						this.clients.forEach(Client::trickle);
					}
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void read(SelectionKey key, Client client, ByteBuffer buffer) {
			int count;
			try {
				count = client.channel().read(buffer);
			}
			catch (IOException ex) {
				count = -1;
			}
			if (count > 0 && client.answered().compareAndSet(false, true)) {
				this.answers.merge(new String(buffer.array(), 9, 3, StandardCharsets.ISO_8859_1), 1, Integer::sum);
			}
			else if (count < 0) {
				key.cancel();
				this.closedAfter.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - client.since()));
				this.open--;
			}
		}

		long seconds() {
			return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - this.begin);
		}

		String closings() {
			this.closedAfter.sort(null);
			return this.closedAfter.isEmpty() ? "none closed"
					: "%d closed after %d to %d ms".formatted(this.closedAfter.size(), this.closedAfter.get(0),
							this.closedAfter.get(this.closedAfter.size() - 1));
		}

		@Override
		public void close() throws IOException {
			for (Client client : this.clients) {
				client.channel().close();
			}
			this.selector.close();
		}

		private record Client(SocketChannel channel, long since, AtomicBoolean answered) {

			Client(SocketChannel channel, long since) {
				this(channel, since, new AtomicBoolean());
			}

			void trickle() {
				try {
					this.channel.write(ByteBuffer.wrap(new byte[] { ' ' }));
				}
				catch (IOException ex) {
					// closed by the server, as reading tells
				}
			}

		}

	}

	/**
	 * Client that sends an endless body until it is answered.
	 */
	private final class Flood {

		private final byte[] head;

		private final int limit;

		Flood(String head, int limit) {
			this.head = RawHttp.bytes(head + "\r\n");
			this.limit = limit;
		}

		Result call() throws IOException {
			byte[] content = new byte[8192];
			Arrays.fill(content, (byte) ' ');
			ByteBuffer chunk = ByteBuffer.allocate(content.length + 8);
			chunk.put(RawHttp.bytes("2000\r\n")).put(content).put(RawHttp.bytes("\r\n"));
			try (Selector selector = Selector.open();
					SocketChannel channel = SocketChannel
						.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), HostileClients.this.port))) {
				channel.write(ByteBuffer.wrap(this.head));
				channel.configureBlocking(false);
				channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
				ByteBuffer answer = ByteBuffer.allocate(4096);
				long sent = 0;
				long overLimitAt = (this.limit == 0) ? System.nanoTime() : 0;
				int count = 0;
				chunk.flip();
				while (sent < FLOOD_BYTES && count == 0) {
					selector.select();
					selector.selectedKeys().clear();
					try {
						sent += channel.write(chunk);
						if (!chunk.hasRemaining()) {
							chunk.rewind();
						}
					}
					catch (IOException ex) {
						// answered and closed: what was answered may still be there
					}
					if (overLimitAt == 0 && sent > this.limit) {
						overLimitAt = System.nanoTime();
					}
					count = read(channel, answer);
				}
				long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - overLimitAt);
				int status = (count > 0)
						? Integer.parseInt(new String(answer.array(), 9, 3, StandardCharsets.ISO_8859_1)) : 0;
				return new Result(status, millis, sent);
			}
		}

		private static int read(SocketChannel channel, ByteBuffer answer) {
			try {
				return channel.read(answer);
			}
			catch (IOException ex) {
				return -1;
			}
		}

		/**
		 * How a flood ended.
		 *
		 * @param status the status of the answer, or 0 if the connection was closed
		 * without one that could be read
		 * @param millis the time from the limit to the answer
		 * @param sent the bytes sent until then
		 */
		private record Result(int status, long millis, long sent) {

		}

	}

	/**
	 * Host under attack, which tells how it fares whenever asked.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		@EventListener
		void on(SmsEvent event) {
		}

		public static void main(String[] args) throws IOException {
			String[] all = Arrays.copyOf(args, args.length + 3);
			all[args.length] = "--server.port=0";
			all[args.length + 1] = "--spring.main.banner-mode=off";
			all[args.length + 2] = "--zonitel.sms.webhook.secrets=" + SECRET;
			try (ConfigurableApplicationContext context = SpringApplication.run(Host.class, all)) {
				System.in.read();
				System.out.println("PORT " + ((WebServerApplicationContext) context).getWebServer().getPort());
				while (System.in.read() != -1) {
					System.out.printf("STATISTICS %d threads, %d MB heap used%n",
							ManagementFactory.getThreadMXBean().getThreadCount(),
							ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
				}
			}
		}

	}

}
