/**
 * SMS events of Zonitel, as application events: all that a listener imports.
 * <p>
 * Every public type is part of the API of the starter.
 */
@NullMarked
package com.zonitel.sms;

import org.jspecify.annotations.NullMarked;
