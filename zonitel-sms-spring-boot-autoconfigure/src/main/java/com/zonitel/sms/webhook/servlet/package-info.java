/**
 * Servlet adapter of the webhook.
 */
@NullMarked
package com.zonitel.sms.webhook.servlet;

import org.jspecify.annotations.NullMarked;
