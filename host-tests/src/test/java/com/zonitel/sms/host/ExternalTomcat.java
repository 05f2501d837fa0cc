package com.zonitel.sms.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

/**
 * Tomcat in a process of its own, as it is distributed, with its manager.
 */
final class ExternalTomcat implements AutoCloseable {

	private static final Duration LONGEST = Duration.ofSeconds(90);

	private static final List<String> LEFT_OUT = List.of("jetty", "tomcat-embed-core", "tomcat-embed-websocket",
			"security", "netty", "reactor", "webflux", "junit", "assertj", "mockito", "awaitility", "spring-test",
			"spring-boot-test", "spring-boot-starter-test", "byte-buddy", "surefire", "selenium");

	private static final Pattern PORT = Pattern.compile("Starting ProtocolHandler \\[\"http-nio-auto-1-(\\d+)\"]");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path home;

	private final Path output;

	private final int port;

	private final Process process;

	ExternalTomcat(Path directory) throws IOException {
		this.home = directory.resolve("tomcat");
		this.output = directory.resolve("output.txt");
		FileSystemUtils.copyRecursively(distribution(), this.home);
		configure();
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Dcatalina.home=" + this.home, "-Dcatalina.base=" + this.home,
				"-Djava.io.tmpdir=" + this.home.resolve("temp"),
				// as Tomcat's own script does, to look for leaks
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED",
				"--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
				"--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED", "-cp",
				this.home.resolve("bin/bootstrap.jar") + File.pathSeparator + this.home.resolve("bin/tomcat-juli.jar"),
				"org.apache.catalina.startup.Bootstrap", "start")
			.directory(this.home.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.output.toFile())
			.start();
		this.port = awaitPort();
	}

	private int awaitPort() throws IOException {
		try {
			Awaitility.await().atMost(LONGEST).until(() -> output().contains("Server startup in"));
			return PORT.matcher(output())
				.results()
				.mapToInt((found) -> Integer.parseInt(found.group(1)))
				.findFirst()
				.orElseThrow();
		}
		catch (Throwable ex) {
			this.process.destroyForcibly();
			throw ex;
		}
	}

	private static Path distribution() throws IOException {
		try (Stream<Path> unpacked = Files.list(Path.of("target", "external-tomcat"))) {
			return unpacked.filter((path) -> path.getFileName().toString().startsWith("apache-tomcat-"))
				.findFirst()
				.orElseThrow();
		}
	}

	private void configure() throws IOException {
		Path server = this.home.resolve("conf/server.xml");
		Files.writeString(server,
				Files.readString(server)
					.replace("port=\"8005\"", "port=\"-1\"")
					.replace("port=\"8080\"", "port=\"0\"")
					.replace("autoDeploy=\"true\"", "autoDeploy=\"false\""));
		Files.writeString(this.home.resolve("conf/tomcat-users.xml"), """
				<tomcat-users xmlns="http://tomcat.apache.org/xml">
					<user username="manager" password="manager" roles="manager-script"/>
				</tomcat-users>
				""");
	}

	int port() {
		return this.port;
	}

	String output() throws IOException {
		return Files.readString(this.output);
	}

	/**
	 * Call the manager, such as with {@code reload?path=/app}.
	 */
	String manage(String command) throws IOException, InterruptedException {
		String credentials = Base64.getEncoder().encodeToString("manager:manager".getBytes(StandardCharsets.UTF_8));
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.port + "/manager/text/" + command))
			.header("Authorization", "Basic " + credentials)
			.timeout(LONGEST)
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	/**
	 * Deploy an application with the jars of this class path and its own properties.
	 */
	void deploy(String name, String properties) throws IOException, InterruptedException {
		Path war = this.home.resolve(name + ".war");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
			zip.setLevel(0);
			for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
				add(zip, Path.of(element));
			}
			write(zip, "WEB-INF/classes/application.properties", properties.getBytes(StandardCharsets.UTF_8));
			String host = WarHost.class.getName().replace('.', '/') + ".class";
			write(zip, "WEB-INF/classes/" + host, Files.readAllBytes(Path.of("target", "test-classes", host)));
		}
		String answer = manage("deploy?path=/" + name + "&war=" + war.toUri());
		if (!answer.startsWith("OK")) {
			throw new FileSystemException(war.toString(), null, answer + output());
		}
	}

	private static void add(ZipOutputStream war, Path element) throws IOException {
		String name = element.getFileName().toString();
		if (Files.isDirectory(element) && name.equals("classes")) {
			write(war, "WEB-INF/lib/" + element.getParent().getParent().getFileName() + ".jar", jar(element));
		}
		else if (name.endsWith(".jar") && LEFT_OUT.stream().noneMatch(name::contains)) {
			write(war, "WEB-INF/lib/" + name, Files.readAllBytes(element));
		}
	}

	private static byte[] jar(Path directory) throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		try (ZipOutputStream jar = new ZipOutputStream(content); Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				write(jar, directory.relativize(file).toString(), Files.readAllBytes(file));
			}
		}
		return content.toByteArray();
	}

	private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		zip.write(content);
		zip.closeEntry();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
