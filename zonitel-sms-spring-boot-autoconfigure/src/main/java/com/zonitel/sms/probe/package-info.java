/**
 * Protocol by which an application recognizes its own deployment at the public URL of its
 * webhook, without telling a secret to anybody.
 */
@NullMarked
package com.zonitel.sms.probe;

import org.jspecify.annotations.NullMarked;
