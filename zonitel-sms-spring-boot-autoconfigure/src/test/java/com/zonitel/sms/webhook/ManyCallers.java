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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.inbox.SmsInbox;
import com.zonitel.sms.inbox.SmsInboxStatus;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has very many callers that know the secret send a notification at the same moment to a
 * host with little memory, whose listeners are slow, and looks whether the host lives on.
 * The same is done to a controller written by hand. See {@code scripts/many-callers.sh}.
 */
final class ManyCallers {

	private static final String JETTY = "--spring.autoconfigure.exclude="
			+ "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";

	private static final String[][] SERVERS = { { "tomcat" },
			{ "tomcat, virtual threads", "--spring.threads.virtual.enabled=true" }, { "jetty", JETTY },
			{ "jetty, virtual threads", JETTY, "--spring.threads.virtual.enabled=true" } };

	private static final String BY_HAND = "/by-hand";

	private static final int[] CALLERS = { 1_500, 2_500, 5_000 };

	private final Process host;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final int port;

	private final String target;

	private ManyCallers(String target, String... server) throws Exception {
		this.target = target;
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), Host.class.getName()));
		command.addAll(Arrays.asList(server).subList(1, server.length));
		this.host = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(this::readOutput);
		reader.setDaemon(true);
		reader.start();
		this.port = Integer.parseInt(ask("PORT"));
	}

	public static void main(String[] args) throws Exception {
		System.out.println("| server | callers | answers | slowest ms | an honest one afterwards |"
				+ " acknowledged, not handled | host |\n|---|---:|---|---:|---:|---:|---|");
		String chosen = (args.length > 0) ? args[0] : "";
		for (String[] server : SERVERS) {
			if (server[0].startsWith(chosen)) {
				for (int callers : CALLERS) {
					run(server[0], callers, WebhookContractRows.PATH + "?token=" + WebhookContractRows.SECRET, server);
				}
				run(server[0] + ", by hand", CALLERS[CALLERS.length - 1], BY_HAND, server);
			}
		}
	}

	private static void run(String name, int callers, String target, String[] server) throws Exception {
		ManyCallers run = new ManyCallers(target, server);
		try {
			run.call(name, callers);
		}
		catch (IOException | IllegalStateException ex) {
			System.out.printf("| %s | %d | | | | | %s |%n", name, callers, ex.getMessage());
		}
		finally {
			run.host.destroyForcibly().waitFor();
		}
	}

	private byte[] notification(String id) {
		String body = ServletServer.body(id);
		return RawHttp.bytes(ServletServer.head(this.target, body.length()) + body);
	}

	private void call(String server, int count) throws Exception {
		for (int i = 0; i < 1_000; i++) {
			RawHttp.exchange(this.port, notification("warm" + i));
		}
		ask("READY");
		Map<String, Integer> statuses = new TreeMap<>();
		List<String> acknowledged = new ArrayList<>();
		long slowest = 0;
		try (Selector selector = Selector.open()) {
			List<SocketChannel> channels = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				channels.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port)));
				// a server accepts connections one by one, and only so many wait for it
				LockSupport.parkNanos(1_000_000);
			}
			long begin = System.nanoTime();
			for (int i = 0; i < count; i++) {
				SocketChannel channel = channels.get(i);
				channel.write(ByteBuffer.wrap(notification("n" + i)));
				channel.configureBlocking(false);
				channel.register(selector, SelectionKey.OP_READ, "n" + i);
			}
			int open = count;
			ByteBuffer buffer = ByteBuffer.allocate(4096);
			while (open > 0 && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(40)) {
				selector.select(100);
				for (SelectionKey key : selector.selectedKeys()) {
					String status = read((SocketChannel) key.channel(), buffer.clear());
					statuses.merge(status, 1, Integer::sum);
					if (status.equals("200")) {
						acknowledged.add((String) key.attachment());
					}
					slowest = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
					key.cancel();
					open--;
				}
				selector.selectedKeys().clear();
			}
			if (open > 0) {
				statuses.put("none", open);
			}
			for (SocketChannel channel : channels) {
				channel.close();
			}
		}
		System.out.printf("| %s | %d | %s | %d | %s | %s |%n", server, count, statuses, slowest, honest(),
				lost(acknowledged));
	}

	private static String read(SocketChannel channel, ByteBuffer buffer) {
		try {
			return (channel.read(buffer) > 12) ? new String(buffer.array(), 9, 3, StandardCharsets.ISO_8859_1)
					: "closed";
		}
		catch (IOException ex) {
			return "closed";
		}
	}

	private String honest() {
		long begin = System.nanoTime();
		try {
			int status = RawHttp.exchange(this.port, RawHttp.bytes("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"))
				.status();
			return status + " in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms";
		}
		catch (IOException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	private String lost(List<String> acknowledged) throws Exception {
		Set<String> handled = Set.of(ask("HANDLED").split(","));
		long lost = acknowledged.stream().filter((id) -> !handled.contains(id)).count();
		return lost + " | " + ask("STATISTICS");
	}

	private String ask(String what) throws IOException, InterruptedException {
		this.host.getOutputStream().write('\n');
		this.host.getOutputStream().flush();
		String answer = this.answers.poll(60, TimeUnit.SECONDS);
		if (answer == null || !answer.startsWith(what + " ")) {
			throw new IllegalStateException("The host does not answer: " + answer);
		}
		return answer.substring(what.length() + 1);
	}

	private void readOutput() {
		try (BufferedReader output = this.host.inputReader()) {
			String line = output.readLine();
			while (line != null) {
				if (line.startsWith("PORT ") || line.startsWith("READY ") || line.startsWith("STATISTICS ")
						|| line.startsWith("HANDLED ")) {
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

	/**
	 * Host whose listeners take 2 seconds until it is asked what they have handled.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Host {

		private final Set<String> handled = ConcurrentHashMap.newKeySet();

		private volatile CountDownLatch quick = new CountDownLatch(0);

		@EventListener
		void on(SmsReceivedEvent event) throws InterruptedException {
			handle(event.message().id());
		}

		private void handle(String id) throws InterruptedException {
			this.quick.await(2, TimeUnit.SECONDS);
			this.handled.add(id);
		}

		@PostMapping(BY_HAND)
		void onRequest(@RequestBody Notification notification) throws InterruptedException {
			handle(notification.data().id());
		}

		@GetMapping("/ping")
		String ping() {
			return "";
		}

		public static void main(String[] args) throws Exception {
			String[] all = Arrays.copyOf(args, args.length + 4);
			all[args.length] = "--server.port=0";
			all[args.length + 1] = "--spring.main.banner-mode=off";
			all[args.length + 2] = "--logging.level.root=error";
			all[args.length + 3] = "--zonitel.sms.webhook.secrets=" + WebhookContractRows.SECRET;
			try (ConfigurableApplicationContext context = SpringApplication.run(Host.class, all)) {
				System.in.read();
				System.out.println("PORT " + ((WebServerApplicationContext) context).getWebServer().getPort());
				System.in.read();
				Host host = context.getBean(Host.class);
				host.quick = new CountDownLatch(1);
				System.out.println("READY slow");
				System.in.read();
				host.quick.countDown();
				SmsInbox inbox = context.getBean(SmsInbox.class);
				SmsInboxStatus status = inbox.status();
				while (status != null && status.pending() > 0) {
					TimeUnit.MILLISECONDS.sleep(100);
					status = inbox.status();
				}
				System.out.println("HANDLED " + String.join(",", host.handled));
				System.in.read();
				System.out.printf("STATISTICS %d threads, %d MB heap used%n",
						ManagementFactory.getThreadMXBean().getThreadCount(),
						ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
				System.in.read();
			}
		}

		record Notification(Data data) {

			record Data(String id) {

			}

		}

	}

}
