package com.zonitel.sms.host;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ways in which a reactive host sets up Spring Security.
 */
final class ReactiveChains {

	private ReactiveChains() {
	}

	private static SecurityWebFilterChain authenticated(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Unordered {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class First {

		@Bean
		@Order(1)
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Highest {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return authenticated(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		@Order(1)
		SecurityWebFilterChain api(ServerHttpSecurity http) {
			return authenticated(http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/**"))
				.csrf(ServerHttpSecurity.CsrfSpec::disable));
		}

		@Bean
		@Order(2)
		SecurityWebFilterChain site(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FormLogin {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
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
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return authenticated(http.csrf(ServerHttpSecurity.CsrfSpec::disable));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	static class MethodSecurity {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
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

	/**
	 * The mechanism that the starter must not use.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ChainBeanInstead {

		@Bean
		SecurityWebFilterChain zonitelSmsFilterChain(ServerHttpSecurity http) {
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(Probe.WEBHOOK))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

}
