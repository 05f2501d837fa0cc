package com.zonitel.sms.inbox.jdbc;

/**
 * Names of the tables.
 *
 * @param prefix the prefix, which may begin with a schema
 */
record TableNames(String prefix) {

	String inbox() {
		return this.prefix + "inbox";
	}

	String seen() {
		return this.prefix + "seen";
	}

	/**
	 * Put the names into a statement.
	 * @param sql the statement, with <code>{inbox}</code> and <code>{seen}</code>
	 * @return the statement for these tables
	 */
	String in(String sql) {
		return sql.replace("{inbox}", inbox()).replace("{seen}", seen());
	}

}
