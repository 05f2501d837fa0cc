package com.zonitel.sms;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.zonitel.sms.autoconfigure.ConditionalOnZonitelFeature;
import com.zonitel.sms.autoconfigure.ZonitelSmsInactiveAutoConfiguration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Condition;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependencies between packages.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("com.zonitel.sms");

	@Test
	void arrowsPointOneWay() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true)
			.layer("sms")
			.definedBy("com.zonitel.sms")
			.layer("notification")
			.definedBy("com.zonitel.sms.notification")
			.layer("inbox")
			.definedBy("com.zonitel.sms.inbox")
			.layer("durable inboxes")
			.definedBy("com.zonitel.sms.inbox.*")
			.layer("webhook")
			.definedBy("com.zonitel.sms.webhook")
			.layer("adapters")
			.definedBy("com.zonitel.sms.webhook.*")
			.layer("probe")
			.definedBy("com.zonitel.sms.probe")
			.layer("client")
			.definedBy("com.zonitel.sms.client")
			.layer("registration")
			.definedBy("com.zonitel.sms.registration")
			.layer("observability")
			.definedBy("com.zonitel.sms.observability")
			.layer("autoconfigure")
			.definedBy("com.zonitel.sms.autoconfigure..")
			.whereLayer("sms")
			.mayNotAccessAnyLayer()
			.whereLayer("notification")
			.mayOnlyAccessLayers("sms")
			.whereLayer("inbox")
			.mayOnlyAccessLayers("sms", "notification")
			.whereLayer("durable inboxes")
			.mayOnlyAccessLayers("sms", "notification", "inbox")
			.whereLayer("webhook")
			.mayOnlyAccessLayers("sms", "notification", "inbox", "probe")
			.whereLayer("adapters")
			.mayOnlyAccessLayers("webhook")
			.whereLayer("probe")
			.mayNotAccessAnyLayer()
			.whereLayer("client")
			.mayNotAccessAnyLayer()
			.whereLayer("registration")
			.mayOnlyAccessLayers("client", "probe")
			.whereLayer("autoconfigure")
			.mayNotBeAccessedByAnyLayer()
			.check(CLASSES);
	}

	@Test
	void onlyAutoConfigurationActuatorAndReadinessKnowSpringBoot() {
		noClasses().that()
			.resideOutsideOfPackage("com.zonitel.sms.autoconfigure..")
			.and()
			.areNotAnnotatedWith(Endpoint.class)
			.and()
			.areNotAssignableTo(HealthIndicator.class)
			.should()
			.dependOnClassesThat(
					resideInAPackage("org.springframework.boot..").and(not(assignableTo(AvailabilityChangeEvent.class)))
						.and(not(assignableTo(AvailabilityState.class))))
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("com.zonitel.sms.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void autoConfigurationsKeepToBootsRules() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.bePublic()
			.andShould()
			.beAnnotatedWith(AutoConfigureOrder.class)
			.check(CLASSES);
		methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic()
			.check(CLASSES);
		noMethods().should().beAnnotatedWith(ConditionalOnClass.class).check(CLASSES);
		classes().that().areAssignableTo(Condition.class).should().notBePublic().check(CLASSES);
	}

	@Test
	void autoConfigurationsAreDecidedAtRunTime() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.and()
			.areNotAssignableTo(ZonitelSmsInactiveAutoConfiguration.class)
			.should()
			.beAnnotatedWith(ConditionalOnZonitelFeature.class)
			.check(CLASSES);
	}

	@Test
	void packagesAreNullMarked() {
		assertThat(CLASSES.stream().map((type) -> type.getPackage()).distinct())
			.allMatch((type) -> type.isAnnotatedWith(NullMarked.class));
	}

}
