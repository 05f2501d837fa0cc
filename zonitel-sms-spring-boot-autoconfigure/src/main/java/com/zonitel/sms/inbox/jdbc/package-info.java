/**
 * Durable inbox in the application's own database.
 */
@NullMarked
package com.zonitel.sms.inbox.jdbc;

import org.jspecify.annotations.NullMarked;
