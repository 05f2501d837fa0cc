/**
 * Taking responsibility for notifications and delivering them to listeners; the parser
 * lives here and not with the webhook, since a durable inbox reads stored bytes again.
 */
@NullMarked
package com.zonitel.sms.inbox;

import org.jspecify.annotations.NullMarked;
