/**
 * Spring Security's view of the webhook.
 */
@NullMarked
package com.zonitel.sms.webhook.security;

import org.jspecify.annotations.NullMarked;
