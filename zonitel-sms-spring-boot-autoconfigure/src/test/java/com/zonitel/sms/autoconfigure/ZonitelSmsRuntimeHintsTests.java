package com.zonitel.sms.autoconfigure;

import com.zonitel.sms.SmsDeliveredEvent;
import com.zonitel.sms.SmsMessage;
import com.zonitel.sms.SmsReceivedEvent;
import com.zonitel.sms.inbox.SmsDeadLetter;
import com.zonitel.sms.observability.SmsOverview;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZonitelSmsRuntimeHints}.
 */
class ZonitelSmsRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	ZonitelSmsRuntimeHintsTests() {
		new ZonitelSmsRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void hintsAreImported() {
		assertThat(ZonitelSmsAutoConfiguration.class.getAnnotation(ImportRuntimeHints.class).value())
			.containsExactly(ZonitelSmsRuntimeHints.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2", "hsqldb", "mariadb", "mysql", "oracle", "sqlserver" })
	void schemaScriptsAreThere(String platform) {
		String script = "com/zonitel/sms/inbox/jdbc/schema-" + platform + ".sql";
		assertThat(new ClassPathResource(script).exists()).isTrue();
		assertThat(RuntimeHintsPredicates.resource().forResource(script)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { SmsOverview.class, SmsOverview.Registration.class, SmsOverview.Inbox.class,
			SmsDeadLetter.class, SmsReceivedEvent.class, SmsDeliveredEvent.class, SmsMessage.class })
	void recordsBecomeJson(Class<?> type) throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
		String component = type.getRecordComponents()[0].getName();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(type.getMethod(component)))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.context.ContextSnapshotFactory", "org.postgresql.PGStatement" })
	void optionalTypesAreFoundByName(String type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(type))).accepts(this.hints);
	}

}
