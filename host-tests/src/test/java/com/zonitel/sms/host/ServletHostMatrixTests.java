package com.zonitel.sms.host;

import java.util.List;

import org.springframework.boot.WebApplicationType;

/**
 * Tests that a servlet host stays as it was.
 */
class ServletHostMatrixTests extends AbstractHostMatrixTests {

	private static final Host.Kind BASE = new Host.Kind("", WebApplicationType.SERVLET, "", List.of(Pages.class),
			List.of("--management.endpoints.web.exposure.include=health,env,mappings,loggers"), List.of());

	@Override
	String title() {
		return "servlet host (Tomcat)";
	}

	@Override
	List<Host.Kind> hosts() {
		Host.Kind none = BASE.with("no Spring Security").without("", "spring-security-", "spring-boot-security");
		Host.Kind standard = BASE.with("Boot's default chain");
		Host.Kind unordered = BASE.with("own chain, unordered", ServletChains.Unordered.class);
		return List.of(none, noActuator(none), standard, noActuator(standard), unordered, noActuator(unordered),
				BASE.with("own any-request chain, @Order(1)", ServletChains.First.class),
				BASE.with("own any-request chain, highest precedence", ServletChains.Highest.class),
				BASE.with("several chains", ServletChains.Several.class),
				BASE.with("form login, CSRF on", ServletChains.FormLogin.class),
				BASE.with("HTTP basic, CSRF off", ServletChains.BasicWithoutCsrf.class),
				BASE.with("method security, all else permitted, CSRF on", ServletChains.MethodSecurity.class),
				resourceServer(), paths(standard), paths(unordered), managementPort(standard),
				managementPort(unordered));
	}

	@Override
	List<Host.Kind> hostsForMutation() {
		Host.Kind standard = BASE.with("Boot's default chain");
		return List.of(standard, noActuator(standard),
				BASE.with("own any-request chain, highest precedence", ServletChains.Highest.class));
	}

	@Override
	Class<?> chainBeanInstead() {
		return ServletChains.ChainBeanInstead.class;
	}

	private static Host.Kind noActuator(Host.Kind kind) {
		return kind.without(", no actuator", "spring-boot-actuator", "spring-boot-health", "spring-boot-micrometer",
				"micrometer-core");
	}

	private static Host.Kind resourceServer() {
		return BASE.withProperties("OAuth2 resource server",
				"--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://localhost:1/keys");
	}

	private static Host.Kind paths(Host.Kind kind) {
		return kind
			.withProperties(", context path and servlet path", "--server.servlet.context-path=/app",
					"--spring.mvc.servlet.path=/mvc")
			.below("/app/mvc");
	}

	private static Host.Kind managementPort(Host.Kind kind) {
		return kind.withProperties(", management port", "--management.server.port=0");
	}

}
