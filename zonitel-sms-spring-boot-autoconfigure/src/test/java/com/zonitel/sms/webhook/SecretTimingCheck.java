package com.zonitel.sms.webhook;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures whether the time to refuse a wrong secret tells how much of it was right. Run
 * by {@code scripts/timing-check.sh}; no test, since times are never certain.
 */
class SecretTimingCheck {

	private static final int ATTEMPTS = 100_000;

	private static final int WARM_UP = 20_000;

	private static final int LONGEST_PREFIX = 31;

	private static final int SECRET_LENGTH = 43;

	private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private final Random random = new SecureRandom();

	private final String secret = randomString(SECRET_LENGTH);

	@Test
	void measure() {
		SecretSmsWebhookAuthenticator authenticator = new SecretSmsWebhookAuthenticator(
				List.of(randomString(SECRET_LENGTH), this.secret));
		System.out.println("Nanoseconds to refuse a secret of which the first n characters are right, " + ATTEMPTS
				+ " attempts for each n, in random order");
		double slope = report("authenticator",
				(guess) -> authenticator.authenticate(new Head(guess)).isAuthenticated());
		SecretSmsWebhookAuthenticator others = new SecretSmsWebhookAuthenticator(
				List.of(randomString(SECRET_LENGTH), randomString(SECRET_LENGTH)));
		double unrelated = report("authenticator with unrelated secrets, for comparison",
				(guess) -> others.authenticate(new Head(guess)).isAuthenticated());
		double naive = report("character by character, for comparison", this::compareNaively);
		System.out.printf(
				"Slopes: authenticator %.3f ns, with unrelated secrets %.3f ns, character by character %.3f ns per right character%n",
				slope, unrelated, naive);
	}

	private double report(String name, Predicate<String> check) {
		run(check, WARM_UP);
		long[][] times = run(check, ATTEMPTS);
		double[] means = new double[LONGEST_PREFIX + 1];
		double[] errors = new double[LONGEST_PREFIX + 1];
		System.out.println(name + ": n, median, mean without the slowest 2 %, its standard error");
		for (int prefix = 0; prefix <= LONGEST_PREFIX; prefix++) {
			long[] sorted = times[prefix].clone();
			Arrays.sort(sorted);
			long[] kept = Arrays.copyOf(sorted, sorted.length * 98 / 100);
			means[prefix] = Arrays.stream(kept).average().orElseThrow();
			double mean = means[prefix];
			double variance = Arrays.stream(kept).mapToDouble((time) -> (time - mean) * (time - mean)).sum()
					/ (kept.length - 1);
			errors[prefix] = Math.sqrt(variance / kept.length);
			System.out.printf("%4d %8d %10.2f %8.2f%n", prefix, sorted[sorted.length / 2], mean, errors[prefix]);
		}
		double slope = slope(means);
		System.out.printf("%s: slope %.3f ns per right character, standard error of the slope %.3f, correlation %.2f%n",
				name, slope, slopeError(means, slope), correlation(means));
		return slope;
	}

	private long[][] run(Predicate<String> check, int attempts) {
		long[][] times = new long[LONGEST_PREFIX + 1][attempts];
		List<Integer> prefixes = new ArrayList<>();
		for (int prefix = 0; prefix <= LONGEST_PREFIX; prefix++) {
			prefixes.add(prefix);
		}
		Random order = new Random(1);
		for (int attempt = 0; attempt < attempts; attempt++) {
			String[] guesses = new String[times.length];
			for (int prefix = 0; prefix < guesses.length; prefix++) {
				guesses[prefix] = guess(prefix, order);
			}
			Collections.shuffle(prefixes, order);
			for (int prefix : prefixes) {
				String guess = guesses[prefix];
				long start = System.nanoTime();
				boolean accepted = check.test(guess);
				times[prefix][attempt] = System.nanoTime() - start;
				assertThat(accepted).isFalse();
			}
		}
		return times;
	}

	// the same work for every prefix, and not just before it is timed
	private String guess(int prefix, Random random) {
		char[] guess = new char[SECRET_LENGTH];
		for (int i = 0; i < SECRET_LENGTH; i++) {
			char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
			char right = this.secret.charAt(i);
			boolean wrong = (i == prefix && other == right);
			guess[i] = (i < prefix) ? right : (wrong ? '~' : other);
		}
		return new String(guess);
	}

	private boolean compareNaively(String guess) {
		for (int i = 0; i < this.secret.length(); i++) {
			if (this.secret.charAt(i) != guess.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private String randomString(int length) {
		StringBuilder string = new StringBuilder();
		for (int i = 0; i < length; i++) {
			string.append(ALPHABET.charAt(this.random.nextInt(ALPHABET.length())));
		}
		return string.toString();
	}

	private static double slope(double[] values) {
		return covariance(values) / covariance(indexes(values.length));
	}

	private static double correlation(double[] values) {
		double mean = Arrays.stream(values).average().orElseThrow();
		double deviation = Arrays.stream(values).map((value) -> (value - mean) * (value - mean)).sum();
		return covariance(values) / Math.sqrt(deviation * covariance(indexes(values.length)));
	}

	private static double slopeError(double[] values, double slope) {
		double mean = Arrays.stream(values).average().orElseThrow();
		double middle = (values.length - 1) / 2.0;
		double residuals = 0;
		for (int i = 0; i < values.length; i++) {
			double residual = values[i] - mean - slope * (i - middle);
			residuals += residual * residual;
		}
		return Math.sqrt(residuals / (values.length - 2) / covariance(indexes(values.length)));
	}

	private static double covariance(double[] values) {
		double mean = Arrays.stream(values).average().orElseThrow();
		double middle = (values.length - 1) / 2.0;
		double sum = 0;
		for (int i = 0; i < values.length; i++) {
			sum += (i - middle) * (values[i] - mean);
		}
		return sum;
	}

	private static double[] indexes(int length) {
		double[] indexes = new double[length];
		Arrays.setAll(indexes, (i) -> i);
		return indexes;
	}

	/**
	 * Head of a request with a guess in its query.
	 */
	private record Head(String guess) implements SmsWebhookRequest {

		@Override
		public String method() {
			return "POST";
		}

		@Override
		public String query() {
			return "token=" + this.guess;
		}

		@Override
		public @Nullable String pathSecret() {
			return null;
		}

		@Override
		public List<String> headerNames() {
			return List.of();
		}

		@Override
		public List<String> headers(String name) {
			return List.of();
		}

		@Override
		public long contentLength() {
			return 2;
		}

	}

}
