package com.example.kotlin

import com.zonitel.sms.test.SimulatedNotification.inboundSms
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.context.ApplicationContext
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig

@SpringJUnitConfig(SmsListener::class)
class SmsListenerTests {

    @Test
    fun smsIsHeard(@Autowired context: ApplicationContext, @Autowired listener: SmsListener) {
        inboundSms().from("+15550100010").text("Hello").publishTo(context)
        assertThat(listener.heard).containsExactly("SMS from +15550100010: Hello")
    }

}
