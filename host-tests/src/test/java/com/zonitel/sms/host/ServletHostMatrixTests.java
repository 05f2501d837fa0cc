package com.zonitel.sms.host;

import java.util.List;

import org.springframework.boot.WebApplicationType;

/**
 * Tests that a servlet host stays as it was.
 */
class ServletHostMatrixTests extends AbstractHostMatrixTests {

	ServletHostMatrixTests() {
		super(Host.Kind.of(WebApplicationType.SERVLET));
	}

	@Override
	String title() {
		return "servlet host (Tomcat)";
	}

	@Override
	Host.Kind below(Host.Kind kind) {
		return kind
			.withProperties(", context path and servlet path", "--server.servlet.context-path=/app",
					"--spring.mvc.servlet.path=/mvc")
			.below("/app/mvc");
	}

	@Override
	List<Host.Kind> hostsForMutation() {
		return List.of(standard(), noActuator(standard()), highest());
	}

}
