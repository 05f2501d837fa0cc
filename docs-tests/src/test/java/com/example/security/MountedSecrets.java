package com.example.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import com.zonitel.sms.autoconfigure.Secret;
import com.zonitel.sms.autoconfigure.ZonitelProperties;
import com.zonitel.sms.autoconfigure.ZonitelSmsWebhookProperties;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class MountedSecrets {

	private final Path directory;

	private final ZonitelProperties zonitel;

	private final ZonitelSmsWebhookProperties webhook;

	MountedSecrets(@Value("${mounted.directory:/etc/zonitel}") Path directory, ZonitelProperties zonitel,
			ZonitelSmsWebhookProperties webhook) {
		this.directory = directory;
		this.zonitel = zonitel;
		this.webhook = webhook;
	}

	@Scheduled(fixedDelayString = "30s")
	void reload() throws IOException {
		this.zonitel.setAccessToken(Secret.of(read("zonitel.access-token")));
		this.webhook.setSecrets(Arrays.stream(read("zonitel.sms.webhook.secrets").split(",")).map(Secret::of).toList());
	}

	private String read(String file) throws IOException {
		return Files.readString(this.directory.resolve(file)).strip();
	}

}
