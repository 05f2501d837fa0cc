package com.zonitel.sms.host;

import java.util.List;

import org.springframework.boot.WebApplicationType;

/**
 * Tests that a reactive host stays as it was.
 */
class ReactiveHostMatrixTests extends AbstractHostMatrixTests {

	private static final Host.Kind BASE = new Host.Kind("", WebApplicationType.REACTIVE, "", List.of(Pages.class),
			List.of("--management.endpoints.web.exposure.include=health,env,mappings,loggers"),
			List.of("spring-boot-tomcat"));

	private static final Host.Kind STANDARD = BASE.with("Boot's default chain");

	private static final Host.Kind UNORDERED = BASE.with("own chain, unordered", ReactiveChains.Unordered.class);

	@Override
	String title() {
		return "reactive host (Netty)";
	}

	@Override
	List<Host.Kind> hosts() {
		Host.Kind none = BASE.with("no Spring Security").without("", "spring-security-", "spring-boot-security");
		return List.of(none, noActuator(none), STANDARD, noActuator(STANDARD), UNORDERED, noActuator(UNORDERED),
				BASE.with("own any-request chain, @Order(1)", ReactiveChains.First.class),
				BASE.with("own any-request chain, highest precedence", ReactiveChains.Highest.class),
				BASE.with("several chains", ReactiveChains.Several.class),
				BASE.with("form login, CSRF on", ReactiveChains.FormLogin.class),
				BASE.with("HTTP basic, CSRF off", ReactiveChains.BasicWithoutCsrf.class),
				BASE.with("method security, all else permitted, CSRF on", ReactiveChains.MethodSecurity.class),
				resourceServer(), basePath(STANDARD), basePath(UNORDERED), managementPort(STANDARD),
				managementPort(UNORDERED));
	}

	@Override
	List<Host.Kind> hostsForMutation() {
		return List.of(noActuator(STANDARD));
	}

	@Override
	Class<?> chainBeanInstead() {
		return ReactiveChains.ChainBeanInstead.class;
	}

	private static Host.Kind noActuator(Host.Kind kind) {
		return kind.without(", no actuator", "spring-boot-actuator", "spring-boot-health", "spring-boot-micrometer",
				"micrometer-core");
	}

	private static Host.Kind resourceServer() {
		return BASE.withProperties("OAuth2 resource server",
				"--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://localhost:1/keys");
	}

	private static Host.Kind basePath(Host.Kind kind) {
		return kind.withProperties(", base path", "--spring.webflux.base-path=/base").below("/base");
	}

	private static Host.Kind managementPort(Host.Kind kind) {
		return kind.withProperties(", management port", "--management.server.port=0");
	}

}
