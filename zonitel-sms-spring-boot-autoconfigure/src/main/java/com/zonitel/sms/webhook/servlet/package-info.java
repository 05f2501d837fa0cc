/**
 * Servlet adapter of the webhook.
 * <p>
 * Internal: the public types are so since another package of the starter uses them, and
 * may change at any time.
 */
@NullMarked
package com.zonitel.sms.webhook.servlet;

import org.jspecify.annotations.NullMarked;
