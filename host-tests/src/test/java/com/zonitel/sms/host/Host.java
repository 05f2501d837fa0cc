package com.zonitel.sms.host;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * Application on a real port that may use the starter.
 */
final class Host implements AutoCloseable {

	static final String SECRET = "0123456789abcdef0123456789abcdef";

	static final String WITHOUT_STARTER = "--spring.autoconfigure.exclude=" + String.join(",",
			ImportCandidates.load(AutoConfiguration.class, null)
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("com.zonitel."))
				.toList());

	static final String WITH_STARTER = "--zonitel.sms.webhook.secrets=" + SECRET;

	private static final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final ConfigurableApplicationContext context;

	private Host(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static Host start(Kind kind, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(kind.configurations().toArray(Class<?>[]::new))
			.web(kind.type())
			.registerShutdownHook(false)
			.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=error",
					"spring.reactor.netty.shutdown-quiet-period=0s", "spring.security.user.name=user",
					"spring.security.user.password=password");
		if (!kind.hiddenJars().contains("spring-boot-security")) {
			builder.sources(PlainPasswords.class);
		}
		builder.resourceLoader(new DefaultResourceLoader(new ClassPathWithout(hiddenJars(kind))));
		String[] arguments = Stream.concat(kind.properties().stream(), Arrays.stream(properties))
			.toArray(String[]::new);
		return new Host(builder.run(arguments));
	}

	// Jetty is there only for hosts that do without Tomcat: a host has one server
	private static List<String> hiddenJars(Kind kind) {
		List<String> hidden = new ArrayList<>(kind.hiddenJars());
		if (!hidden.contains("spring-boot-tomcat")) {
			hidden.add("spring-boot-jetty");
		}
		return hidden;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	@Nullable Integer managementPort() {
		Integer port = this.context.getEnvironment().getProperty("local.management.port", Integer.class);
		return (port == null || port == port()) ? null : port;
	}

	/**
	 * Return the names of all beans that are not the starter's, in order of definition.
	 */
	List<String> foreignBeans() {
		return Arrays.stream(this.context.getBeanDefinitionNames())
			.filter((name) -> !name.startsWith("zonitel") && !name.contains("com.zonitel.sms.autoconfigure"))
			.toList();
	}

	static HttpResponse<String> send(int port, String method, String path, @Nullable String body, String... headers)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.timeout(Duration.ofSeconds(20))
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Kind of application.
	 *
	 * @param name the name in the table
	 * @param type the web stack
	 * @param root the path below which the host's controllers are
	 * @param configurations the host's own configuration
	 * @param properties the host's own properties
	 * @param hiddenJars beginnings of the names of jars that are not on the class path
	 */
	record Kind(String name, WebApplicationType type, String root, List<Class<?>> configurations,
			List<String> properties, List<String> hiddenJars) {

		/**
		 * Return a host with the pages of every host and with the actuator's endpoints.
		 */
		static Kind of(WebApplicationType type) {
			return new Kind("", type, "", List.of(Pages.class),
					List.of("--management.endpoints.web.exposure.include=health,env,mappings,loggers"), List.of());
		}

		Kind with(String addition, Class<?>... further) {
			List<Class<?>> all = new ArrayList<>(this.configurations);
			all.addAll(List.of(further));
			return new Kind(this.name + addition, this.type, this.root, all, this.properties, this.hiddenJars);
		}

		Kind withProperties(String addition, String... further) {
			List<String> all = new ArrayList<>(this.properties);
			all.addAll(List.of(further));
			return new Kind(this.name + addition, this.type, this.root, this.configurations, all, this.hiddenJars);
		}

		Kind below(String root) {
			return new Kind(this.name, this.type, root, this.configurations, this.properties, this.hiddenJars);
		}

		Kind without(String addition, String... hidden) {
			List<String> all = new ArrayList<>(this.hiddenJars);
			all.addAll(List.of(hidden));
			return new Kind(this.name + addition, this.type, this.root, this.configurations, this.properties, all);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
