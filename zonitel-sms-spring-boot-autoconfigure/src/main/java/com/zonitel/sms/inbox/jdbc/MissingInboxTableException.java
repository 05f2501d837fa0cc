package com.zonitel.sms.inbox.jdbc;

import org.springframework.core.NestedExceptionUtils;

/**
 * Thrown when a table of the inbox does not exist.
 *
 * @since 0.1.0
 */
public class MissingInboxTableException extends RuntimeException {

	/**
	 * Name of the table.
	 */
	private final String table;

	MissingInboxTableException(String table, Throwable cause) {
		super("Table '" + table + "' of the SMS inbox does not exist, does not have the columns expected or may not be"
				+ " read (" + firstLine(NestedExceptionUtils.getMostSpecificCause(cause)) + ")", cause);
		this.table = table;
	}

	private static String firstLine(Throwable cause) {
		return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
	}

	/**
	 * Return the table that is missing.
	 * @return the name of the table
	 */
	public String getTable() {
		return this.table;
	}

}
