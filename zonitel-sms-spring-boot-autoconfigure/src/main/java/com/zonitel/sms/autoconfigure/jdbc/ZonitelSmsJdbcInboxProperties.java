package com.zonitel.sms.autoconfigure.jdbc;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.util.Assert;

/**
 * Properties of an inbox in the application's own database.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("zonitel.sms.inbox.jdbc")
public class ZonitelSmsJdbcInboxProperties extends DatabaseInitializationProperties {

	private static final String DEFAULT_SCHEMA_LOCATION = "classpath:com/zonitel/sms/inbox/jdbc/schema-@@platform@@.sql";

	private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

	/**
	 * Schema of the tables, which has to exist. By default the one of the connection.
	 */
	private @Nullable String schemaName;

	/**
	 * Prefix of the names of tables and indexes.
	 */
	private String tablePrefix = "zonitel_sms_";

	/**
	 * Time between looks into the database while there is nothing to deliver. What this
	 * instance has received is delivered at once.
	 */
	private Duration pollingInterval = Duration.ofSeconds(2);

	/**
	 * Time without a sign of life after which the deliveries of an instance that runs no
	 * more are taken over by others.
	 */
	private Duration takeoverAfter = Duration.ofSeconds(30);

	/**
	 * Time after which a listener that has not returned is warned about.
	 */
	private Duration stuckAfter = Duration.ofMinutes(5);

	/**
	 * Whether to run listeners inside a transaction, which also reaches transactional
	 * event listeners and holds a connection meanwhile.
	 */
	private boolean transactionalDelivery;

	/**
	 * Create a new instance, which does not go on if a statement of the script fails.
	 */
	public ZonitelSmsJdbcInboxProperties() {
		setContinueOnError(false);
	}

	@Override
	public String getDefaultSchemaLocation() {
		return DEFAULT_SCHEMA_LOCATION;
	}

	public @Nullable String getSchemaName() {
		return this.schemaName;
	}

	public void setSchemaName(@Nullable String schemaName) {
		Assert.isTrue(schemaName == null || PLAIN_NAME.matcher(schemaName).matches(),
				"'schemaName' must consist of letters, digits and underscores");
		this.schemaName = schemaName;
	}

	/**
	 * Return the prefix of the names of tables together with the schema, if there is one.
	 * @return the prefix as it is used in statements
	 */
	String qualifiedTablePrefix() {
		return (this.schemaName != null) ? this.schemaName + "." + this.tablePrefix : this.tablePrefix;
	}

	public String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(String tablePrefix) {
		Assert.isTrue(PLAIN_NAME.matcher(tablePrefix).matches(),
				"'tablePrefix' must consist of letters, digits and underscores");
		this.tablePrefix = tablePrefix;
	}

	public Duration getPollingInterval() {
		return this.pollingInterval;
	}

	public void setPollingInterval(Duration pollingInterval) {
		Assert.isTrue(pollingInterval.toMillis() > 0, "'pollingInterval' must be positive");
		this.pollingInterval = pollingInterval;
	}

	public Duration getTakeoverAfter() {
		return this.takeoverAfter;
	}

	public void setTakeoverAfter(Duration takeoverAfter) {
		Assert.isTrue(takeoverAfter.toSeconds() >= 3, "'takeoverAfter' must be at least 3 seconds");
		this.takeoverAfter = takeoverAfter;
	}

	public Duration getStuckAfter() {
		return this.stuckAfter;
	}

	public void setStuckAfter(Duration stuckAfter) {
		Assert.isTrue(stuckAfter.toMillis() > 0, "'stuckAfter' must be positive");
		this.stuckAfter = stuckAfter;
	}

	public boolean isTransactionalDelivery() {
		return this.transactionalDelivery;
	}

	public void setTransactionalDelivery(boolean transactionalDelivery) {
		this.transactionalDelivery = transactionalDelivery;
	}

}
