/**
 * Auto-configuration that keeps the tests of applications away from Zonitel.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.test;

import org.jspecify.annotations.NullMarked;
