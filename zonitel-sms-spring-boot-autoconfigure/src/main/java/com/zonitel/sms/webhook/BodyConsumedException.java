package com.zonitel.sms.webhook;

import java.io.IOException;

/**
 * The host has read a part of a body, most likely in a filter, and has not provided it
 * again. Its name is what the log shows.
 */
final class BodyConsumedException extends IOException {

}
