/**
 * Reactive adapter of the webhook.
 */
@NullMarked
package com.zonitel.sms.webhook.reactive;

import org.jspecify.annotations.NullMarked;
