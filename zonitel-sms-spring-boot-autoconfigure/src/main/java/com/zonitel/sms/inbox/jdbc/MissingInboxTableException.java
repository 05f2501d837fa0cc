package com.zonitel.sms.inbox.jdbc;

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
		super("Table '" + table + "' of the SMS inbox does not exist or does not have the columns expected", cause);
		this.table = table;
	}

	/**
	 * Return the table that is missing.
	 * @return the name of the table
	 */
	public String getTable() {
		return this.table;
	}

}
