package com.zonitel.sms.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * {@link TestExecutionListener} that resets the simulator after each test method.
 */
class SimulatorResetTestExecutionListener implements TestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext()
				.getBeanProvider(ZonitelSimulator.class)
				.ifUnique(ZonitelSimulator::reset);
		}
	}

}
