/**
 * SMS events of Zonitel, as application events: all that a listener imports.
 */
@NullMarked
package com.zonitel.sms;

import org.jspecify.annotations.NullMarked;
