package com.zonitel.sms.autoconfigure.jdbc;

import com.zonitel.sms.inbox.jdbc.MissingInboxTableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * {@link AbstractFailureAnalyzer} for a {@link MissingInboxTableException}.
 */
class MissingInboxTableFailureAnalyzer extends AbstractFailureAnalyzer<MissingInboxTableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingInboxTableException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Set 'zonitel.sms.inbox.jdbc.initialize-schema=always' to have the tables created at startup; or add"
						+ " the script 'com/zonitel/sms/inbox/jdbc/schema-<database>.sql', which is in the JAR, to your"
						+ " migrations.",
				cause);
	}

}
