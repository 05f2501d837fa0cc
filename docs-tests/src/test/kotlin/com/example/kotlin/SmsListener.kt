package com.example.kotlin

import com.zonitel.sms.SmsEvent
import com.zonitel.sms.SmsReceivedEvent
import com.zonitel.sms.SmsStatusEvent
import org.springframework.context.event.EventListener
import org.springframework.stereotype.Component
import java.util.concurrent.CopyOnWriteArrayList

@Component
class SmsListener {

    val heard = CopyOnWriteArrayList<String>()

    @EventListener
    fun on(event: SmsEvent) {
        heard += when (event) {
            is SmsReceivedEvent -> "SMS from ${event.message().from}: ${event.message().text}"
            is SmsStatusEvent -> "SMS to ${event.message().to} is ${event.status()}"
            else -> event.description() ?: "Notification ${event.notificationId()}"
        }
    }

}
