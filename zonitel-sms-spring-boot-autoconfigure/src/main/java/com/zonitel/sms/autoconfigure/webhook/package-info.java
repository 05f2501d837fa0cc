/**
 * Auto-configuration for the webhook of a servlet or a reactive host.
 */
@NullMarked
package com.zonitel.sms.autoconfigure.webhook;

import org.jspecify.annotations.NullMarked;
