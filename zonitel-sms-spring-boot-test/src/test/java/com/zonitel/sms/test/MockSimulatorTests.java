package com.zonitel.sms.test;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Tests for {@link AutoConfigureZonitelSimulator} in a mock servlet environment.
 */
@SpringBootTest(classes = Host.class)
class MockSimulatorTests extends AbstractSimulatorTests {

}
