package com.example.sms;

import java.sql.SQLException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that another process uses the files of the database.
 */
class DatabaseInUseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	private static final int DATABASE_ALREADY_OPEN = 90020;

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		if (cause.getErrorCode() != DATABASE_ALREADY_OPEN) {
			return null;
		}
		return new FailureAnalysis("The database below './data' is in use: the sample runs in this directory already.",
				"Stop the other one, start this one in another directory, or give it a database of its own with"
						+ " '--spring.datasource.url=jdbc:h2:file:./data/second'.",
				cause);
	}

}
