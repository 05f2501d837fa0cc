package com.zonitel.sms.host;

import java.util.List;

import org.springframework.boot.WebApplicationType;

/**
 * Tests that a reactive host stays as it was.
 */
class ReactiveHostMatrixTests extends AbstractHostMatrixTests {

	ReactiveHostMatrixTests() {
		super(Host.Kind.of(WebApplicationType.REACTIVE).without("", "spring-boot-tomcat", "spring-boot-jetty"));
	}

	@Override
	String title() {
		return "reactive host (Netty)";
	}

	@Override
	Host.Kind below(Host.Kind kind) {
		return kind.withProperties(", base path", "--spring.webflux.base-path=/base").below("/base");
	}

	@Override
	List<Host.Kind> hostsForMutation() {
		return List.of(noActuator(standard()));
	}

}
