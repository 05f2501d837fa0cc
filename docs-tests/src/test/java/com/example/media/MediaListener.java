package com.example.media;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.zonitel.sms.SmsReceivedEvent;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

@Component
class MediaListener {

	private final RestClient client;

	private final Set<String> hosts;

	private final Path directory;

	MediaListener(RestClient.Builder builder, @Value("${media.hosts}") Set<String> hosts,
			@Value("${media.directory}") Path directory) {
		this.client = builder.build();
		this.hosts = hosts;
		this.directory = directory;
	}

	@EventListener
	void on(SmsReceivedEvent event) throws IOException {
		List<String> urls = event.message().mediaUrls();
		for (int i = 0; i < urls.size(); i++) {
			URI url = URI.create(urls.get(i));
			if (!"https".equals(url.getScheme()) || !this.hosts.contains(url.getHost())) {
				throw new IOException("Media of " + event.notificationId() + " are not on a known host");
			}
			byte[] content = this.client.get().uri(url).retrieve().body(byte[].class);
			// the same name each time, and none that a caller could choose
			String name = UUID.nameUUIDFromBytes((event.notificationId() + "/" + i).getBytes()).toString();
			Files.write(this.directory.resolve(name), content);
		}
	}

}
