package com.zonitel.sms.test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/**
 * Tests for {@link AutoConfigureZonitelSimulator} next to
 * {@link AutoConfigureMockMvc @AutoConfigureMockMvc}.
 */
@SpringBootTest(classes = Host.class)
@AutoConfigureMockMvc
class MockMvcSimulatorTests extends AbstractSimulatorTests {

}
