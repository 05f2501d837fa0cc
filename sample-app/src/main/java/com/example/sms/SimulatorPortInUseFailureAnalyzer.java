package com.example.sms;

import java.io.UncheckedIOException;
import java.net.BindException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the port of the simulated Zonitel is taken.
 */
class SimulatorPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<UncheckedIOException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UncheckedIOException cause) {
		if (!(cause.getCause() instanceof BindException)) {
			return null;
		}
		return new FailureAnalysis(cause.getMessage() + ": it is taken, perhaps by another sample.",
				"Stop what listens there, or choose other ports with '--sample.simulator.port' and '--server.port'.",
				cause);
	}

}
