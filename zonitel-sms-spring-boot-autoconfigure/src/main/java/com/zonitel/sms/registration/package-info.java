/**
 * Keeping the URL of the webhook right at Zonitel.
 */
@NullMarked
package com.zonitel.sms.registration;

import org.jspecify.annotations.NullMarked;
