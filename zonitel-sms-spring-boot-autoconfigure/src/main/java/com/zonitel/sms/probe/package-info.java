/**
 * Protocol by which an application recognizes its own deployment at the public URL of its
 * webhook, without telling a secret to anybody.
 * <p>
 * {@link ProbeKeys}, {@link ProbeKey}, {@link ProbeChallenge} and {@link ProbeProof} are
 * part of the API of the starter. Other types are internal: they are public since another
 * package of the starter uses them, and may change at any time.
 */
@NullMarked
package com.zonitel.sms.probe;

import org.jspecify.annotations.NullMarked;
