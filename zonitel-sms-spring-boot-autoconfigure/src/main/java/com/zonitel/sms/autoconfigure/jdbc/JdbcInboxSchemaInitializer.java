package com.zonitel.sms.autoconfigure.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Creates the tables of the inbox. The scripts are complete as they are, for those who
 * copy them; the prefix of names is replaced if another one is set.
 */
class JdbcInboxSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<ZonitelSmsJdbcInboxProperties> {

	private static final String PREFIX_IN_SCRIPTS = "zonitel_sms_";

	private final String tablePrefix;

	JdbcInboxSchemaInitializer(DataSource dataSource, ZonitelSmsJdbcInboxProperties properties) {
		super(dataSource, properties);
		this.tablePrefix = properties.getTablePrefix();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		scripts.forEach((script) -> renamed.add(rename(script)));
		super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding()));
	}

	private Resource rename(Resource script) {
		try {
			String content = script.getContentAsString(StandardCharsets.UTF_8);
			return new ByteArrayResource(
					content.replace(PREFIX_IN_SCRIPTS, this.tablePrefix).getBytes(StandardCharsets.UTF_8),
					script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
