package com.zonitel.sms.inbox.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MariaDBJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MssqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MySQL8JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.OracleJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import org.jspecify.annotations.Nullable;

/**
 * SQL dialects, as db-scheduler knows them, with the query for the seconds since 1970 by
 * the clock of the database.
 */
enum Dialect {

	POSTGRESQL("PostgreSQL", new PostgreSqlJdbcCustomization(false, false),
			"select extract(epoch from clock_timestamp())"),

	MARIADB("MariaDB", new MariaDBJdbcCustomization(true),
			"select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) * 0.000001"),

	MYSQL("MySQL", new MySQL8JdbcCustomization(true),
			"select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) * 0.000001"),

	SQL_SERVER("Microsoft SQL Server", new MssqlJdbcCustomization(true),
			"select datediff_big(microsecond, '1970-01-01', sysutcdatetime()) / 1000000.0"),

	ORACLE("Oracle", new OracleJdbcCustomization(false), """
			select (cast(sys_extract_utc(systimestamp) as date) - date '1970-01-01') * 86400
				+ mod(extract(second from systimestamp), 1) from dual"""),

	H2("H2", new DefaultJdbcCustomization(false), "select extract(epoch from current_timestamp)"),

	HSQLDB("HSQL Database Engine", new DefaultJdbcCustomization(false),
			"select unix_millis() / 1000.0 from (values (0)) as one"),

	OTHER("", new DefaultJdbcCustomization(false), null);

	private final String productName;

	private final JdbcCustomization customization;

	private final @Nullable String timeQuery;

	Dialect(String productName, JdbcCustomization customization, @Nullable String timeQuery) {
		this.productName = productName;
		this.customization = customization;
		this.timeQuery = timeQuery;
	}

	static Dialect of(DatabaseMetaData database) throws SQLException {
		String name = database.getDatabaseProductName();
		return Stream.of(values()).filter((it) -> name.contains(it.productName)).findFirst().orElse(OTHER);
	}

	JdbcCustomization customization() {
		return this.customization;
	}

	@Nullable String timeQuery() {
		return this.timeQuery;
	}

}
