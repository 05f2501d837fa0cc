package com.zonitel.sms.host;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ways in which a servlet host sets up Spring Security.
 */
final class ServletChains {

	private ServletChains() {
	}

	private static SecurityFilterChain authenticated(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Unordered {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class First {

		@Bean
		@Order(1)
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Highest {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		@Order(1)
		SecurityFilterChain api(HttpSecurity http) {
			return authenticated(http.securityMatcher("/api/**").csrf(AbstractHttpConfigurer::disable));
		}

		@Bean
		@Order(2)
		SecurityFilterChain site(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FormLogin {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET, "/page")
					.permitAll()
					.anyRequest()
					.authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BasicWithoutCsrf {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http.csrf(AbstractHttpConfigurer::disable));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class MethodSecurity {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@RestController
		static class GuardedController {

			@GetMapping("/api/guarded")
			@PreAuthorize("hasRole('ADMIN')")
			String guarded() {
				return "guarded";
			}

		}

	}

	/**
	 * The mechanism that the starter must not use.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ChainBeanInstead {

		@Bean
		SecurityFilterChain zonitelSmsFilterChain(HttpSecurity http) {
			return http.securityMatcher("/webhooks/zonitel/sms")
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

	}

}
