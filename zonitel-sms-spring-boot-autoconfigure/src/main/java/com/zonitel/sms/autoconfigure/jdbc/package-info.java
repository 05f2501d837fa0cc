/**
 * Auto-configuration for the inbox in the application's own database.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.jdbc;

import org.jspecify.annotations.NullMarked;
