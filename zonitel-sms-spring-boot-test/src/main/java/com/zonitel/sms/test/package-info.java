/**
 * Simulator of Zonitel, for tests and for development without an account.
 */
@NullMarked
package com.zonitel.sms.test;

import org.jspecify.annotations.NullMarked;
