/**
 * Reactive adapter of the webhook.
 * <p>
 * Internal: the public types are so since another package of the starter uses them, and
 * may change at any time.
 */
@NullMarked
package com.zonitel.sms.webhook.reactive;

import org.jspecify.annotations.NullMarked;
