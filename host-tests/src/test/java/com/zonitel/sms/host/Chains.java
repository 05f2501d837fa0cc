package com.zonitel.sms.host;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ways in which a host sets up Spring Security, each for both stacks.
 */
final class Chains {

	private Chains() {
	}

	private static SecurityFilterChain authenticated(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	private static SecurityWebFilterChain authenticated(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Unordered {

		@Bean
		@ForServlet
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http);
		}

		@Bean
		@ForReactive
		SecurityWebFilterChain webChain(ServerHttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class First {

		@Bean
		@ForServlet
		@Order(1)
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http);
		}

		@Bean
		@ForReactive
		@Order(1)
		SecurityWebFilterChain webChain(ServerHttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Highest {

		@Bean
		@ForServlet
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http);
		}

		@Bean
		@ForReactive
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain webChain(ServerHttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		@ForServlet
		@Order(1)
		SecurityFilterChain api(HttpSecurity http) {
			return authenticated(http.securityMatcher("/api/**").csrf(AbstractHttpConfigurer::disable));
		}

		@Bean
		@ForServlet
		@Order(2)
		SecurityFilterChain site(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		@ForReactive
		@Order(1)
		SecurityWebFilterChain webApi(ServerHttpSecurity http) {
			return authenticated(
					http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/**")).csrf(CsrfSpec::disable));
		}

		@Bean
		@ForReactive
		@Order(2)
		SecurityWebFilterChain webSite(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FormLogin {

		@Bean
		@ForServlet
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET, "/page")
					.permitAll()
					.anyRequest()
					.authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		@ForReactive
		SecurityWebFilterChain webChain(ServerHttpSecurity http) {
			return http
				.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.GET, "/page")
					.permitAll()
					.anyExchange()
					.authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BasicWithoutCsrf {

		@Bean
		@ForServlet
		SecurityFilterChain chain(HttpSecurity http) {
			return authenticated(http.csrf(AbstractHttpConfigurer::disable));
		}

		@Bean
		@ForReactive
		SecurityWebFilterChain webChain(ServerHttpSecurity http) {
			return authenticated(http.csrf(CsrfSpec::disable));
		}

	}

	static class MethodSecurity {

		@Configuration(proxyBeanMethods = false)
		@ForServlet
		@EnableMethodSecurity
		static class Servlet {

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

		@Configuration(proxyBeanMethods = false)
		@ForReactive
		@EnableReactiveMethodSecurity
		static class Reactive {

			@Bean
			SecurityWebFilterChain webChain(ServerHttpSecurity http) {
				return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
					.httpBasic(Customizer.withDefaults())
					.build();
			}

			@RestController
			static class GuardedController {

				@GetMapping("/api/guarded")
				@PreAuthorize("hasRole('ADMIN')")
				Mono<String> guarded() {
					return Mono.just("guarded");
				}

			}

		}

	}

	/**
	 * The mechanism that the starter must not use.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ChainBeanInstead {

		@Bean
		@ForServlet
		SecurityFilterChain zonitelSmsFilterChain(HttpSecurity http) {
			return http.securityMatcher(Probe.WEBHOOK)
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

		@Bean
		@ForReactive
		SecurityWebFilterChain zonitelSmsWebFilterChain(ServerHttpSecurity http) {
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(Probe.WEBHOOK))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.csrf(CsrfSpec::disable)
				.build();
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	private @interface ForServlet {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	private @interface ForReactive {

	}

}
