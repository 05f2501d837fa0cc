package com.zonitel.sms.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Annotation for a {@code @SpringBootTest} of a web application: starts a
 * {@link ZonitelSimulator}, which is a bean then, and has the starter register the test's
 * own webhook at it while the application starts. With a mock web environment the
 * simulator calls the application without a network.
 * <p>
 * What the simulator was told and has recorded is forgotten after each test method.
 * <p>
 * Without this annotation the starter registers nothing in a test, unless
 * {@code zonitel.api.base-url} is an address of this machine and the test has a port.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureZonitelSimulator {

}
