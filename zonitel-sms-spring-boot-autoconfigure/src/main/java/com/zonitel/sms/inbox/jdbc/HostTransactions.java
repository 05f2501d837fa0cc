package com.zonitel.sms.inbox.jdbc;

import javax.sql.DataSource;

import org.springframework.transaction.PlatformTransactionManager;

/**
 * Transactions of the application, in which listeners run.
 *
 * @param manager the transaction manager
 * @param dataSource the database that it manages, which has to be the inbox's
 * @since 0.1.0
 */
public record HostTransactions(PlatformTransactionManager manager, DataSource dataSource) {

}
