package com.zonitel.sms.test;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Tests for {@link AutoConfigureZonitelSimulator} in a mock reactive environment.
 */
@SpringBootTest(classes = Host.class, properties = "spring.main.web-application-type=reactive")
class MockReactiveSimulatorTests extends AbstractSimulatorTests {

}
