package com.zonitel.sms.autoconfigure.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Creates the tables of the inbox. The scripts are complete as they are, for those who
 * copy them; the prefix of names is replaced if another one is set. Several instances may
 * create the tables at once: databases fail one of them even where it is said "if not
 * exists".
 */
class JdbcInboxSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<ZonitelSmsJdbcInboxProperties> {

	private static final Log logger = LogFactory.getLog(JdbcInboxSchemaInitializer.class);

	private static final Pattern TABLE_IN_SCRIPTS = Pattern.compile("zonitel_sms_(inbox|seen)\\b");

	private static final String PREFIX_IN_SCRIPTS = "zonitel_sms_";

	private static final String CHECK_INBOX = """
			select 1 from {prefix}inbox where 1 = 0""";

	private static final String CHECK_SEEN = """
			select 1 from {prefix}seen where 1 = 0""";

	private static final int ATTEMPTS = 5;

	private final DataSource dataSource;

	private final String tablePrefix;

	private final String qualifiedTablePrefix;

	JdbcInboxSchemaInitializer(DataSource dataSource, ZonitelSmsJdbcInboxProperties properties) {
		super(dataSource, properties);
		this.dataSource = dataSource;
		this.tablePrefix = properties.getTablePrefix();
		this.qualifiedTablePrefix = properties.qualifiedTablePrefix();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		scripts.forEach((script) -> renamed.add(rename(script)));
		Scripts own = new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding());
		for (int attempt = 1; !tryToRun(own, attempt); attempt++) {
			pause();
		}
	}

	private boolean tryToRun(Scripts scripts, int attempt) {
		try {
			super.runScripts(scripts);
			return true;
		}
		catch (DataAccessException ex) {
			if (attempt > 1 && tablesExist()) {
				return true;
			}
			if (attempt == ATTEMPTS) {
				throw ex;
			}
			logger.debug("The tables could not be created, maybe since another instance creates them", ex);
			return false;
		}
	}

	private boolean tablesExist() {
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		try {
			jdbc.execute(CHECK_INBOX.replace("{prefix}", this.qualifiedTablePrefix));
			jdbc.execute(CHECK_SEEN.replace("{prefix}", this.qualifiedTablePrefix));
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(50, 500));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Resource rename(Resource script) {
		try {
			String content = TABLE_IN_SCRIPTS.matcher(script.getContentAsString(StandardCharsets.UTF_8))
				.replaceAll(Matcher.quoteReplacement(this.qualifiedTablePrefix) + "$1");
			return new ByteArrayResource(renameIndexes(content).getBytes(StandardCharsets.UTF_8),
					script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String renameIndexes(String content) {
		return content.replaceAll("(?<![A-Za-z0-9_.])" + PREFIX_IN_SCRIPTS + "(?=(inbox|seen)_)",
				Matcher.quoteReplacement(this.tablePrefix));
	}

}
