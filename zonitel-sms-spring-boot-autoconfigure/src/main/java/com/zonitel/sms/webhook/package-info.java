/**
 * Receiving core of the webhook, independent of any web stack.
 */
@NullMarked
package com.zonitel.sms.webhook;

import org.jspecify.annotations.NullMarked;
