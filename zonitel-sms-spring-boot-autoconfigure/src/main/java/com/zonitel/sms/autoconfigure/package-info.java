/**
 * Auto-configuration of the Zonitel SMS starter.
 */
@NullMarked
package com.zonitel.sms.autoconfigure;

import org.jspecify.annotations.NullMarked;
