/**
 * Auto-configuration for the check of the application's listeners at startup.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.listener;

import org.jspecify.annotations.NullMarked;
