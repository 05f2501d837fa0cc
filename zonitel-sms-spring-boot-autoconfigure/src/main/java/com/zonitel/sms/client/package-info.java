/**
 * Calls of Zonitel's API for the webhook.
 */
@NullMarked
package com.zonitel.sms.client;

import org.jspecify.annotations.NullMarked;
