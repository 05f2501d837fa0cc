package com.zonitel.sms.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Application that can be processed ahead of time, and runs once for each of its
 * arguments otherwise: a list of properties, separated by spaces.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AheadOfTimeHost {

	static final String SECRET = "0123456789abcdef0123456789abcdef";

	static final String START = "### ";

	static final String RESULT = "=== ";

	private static final HttpClient client = HttpClient.newHttpClient();

	public static void main(String[] args) {
		SpringApplication.run(AheadOfTimeHost.class, args);
	}

	/**
	 * Runs the application for each list of properties.
	 */
	static class Runs {

		public static void main(String[] args) throws Exception {
			for (String properties : args) {
				System.out.println(START + properties);
				System.out.println(RESULT + run(properties));
			}
			System.exit(0);
		}

		private static String run(String properties) throws Exception {
			SpringApplication application = new SpringApplication(AheadOfTimeHost.class);
			application.setMainApplicationClass(AheadOfTimeHost.class);
			List<String> arguments = Arrays.stream(properties.split(" ")).map((property) -> "--" + property).toList();
			try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
				return status(context) + " " + beans(context);
			}
			catch (RuntimeException ex) {
				return ex.getClass().getSimpleName();
			}
		}

		private static int status(ConfigurableApplicationContext context) throws IOException, InterruptedException {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			URI url = URI.create("http://localhost:%d/webhooks/zonitel/sms?token=%s".formatted(port, SECRET));
			return client
				.send(HttpRequest.newBuilder(url)
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString("{}"))
					.build(), HttpResponse.BodyHandlers.discarding())
				.statusCode();
		}

		private static String beans(ConfigurableApplicationContext context) {
			return Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> name.startsWith("zonitelSms") && !name.equals("zonitelSmsAheadOfTimeFeatures"))
				.collect(Collectors.toCollection(TreeSet::new))
				.toString();
		}

	}

}
