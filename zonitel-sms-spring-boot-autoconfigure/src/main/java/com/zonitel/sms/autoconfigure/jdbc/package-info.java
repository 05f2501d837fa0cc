/**
 * Auto-configuration for the inbox in the application's own database.
 * <p>
 * Internal: the public types are so since Spring or another package of the starter uses
 * them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.jdbc;

import org.jspecify.annotations.NullMarked;
