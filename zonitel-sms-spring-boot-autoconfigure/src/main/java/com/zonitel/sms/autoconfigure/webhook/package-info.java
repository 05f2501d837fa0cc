/**
 * Auto-configuration for the webhook of a servlet or a reactive host.
 * <p>
 * Internal: the public types are so since Spring or another package of the starter uses
 * them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.webhook;

import org.jspecify.annotations.NullMarked;
