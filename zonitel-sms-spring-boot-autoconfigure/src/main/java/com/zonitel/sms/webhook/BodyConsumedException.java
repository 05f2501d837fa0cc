package com.zonitel.sms.webhook;

import java.io.IOException;

/**
 * Failure of a host that has read a part of a body, most likely in a filter, and does not
 * provide it again. The log shows the name of this class.
 */
final class BodyConsumedException extends IOException {

}
