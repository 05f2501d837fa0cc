package com.zonitel.sms.observability;

import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

/**
 * {@link ObservationFilter} that masks the secret in the path of the webhook, since
 * observations of HTTP requests hold the whole path.
 *
 * @since 0.1.0
 */
public class PathSecretObservationFilter implements ObservationFilter {

	/**
	 * Keys of the path in Spring Framework's own conventions: the older one and that of
	 * OpenTelemetry.
	 */
	private static final List<String> KEYS = List.of("http.url", "url.path");

	private final String prefix;

	/**
	 * Create a new instance.
	 * @param path the path of the webhook, without the secret
	 */
	public PathSecretObservationFilter(String path) {
		this.prefix = path + "/";
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		for (String key : KEYS) {
			KeyValue url = context.getHighCardinalityKeyValue(key);
			int index = (url != null) ? url.getValue().indexOf(this.prefix) : -1;
			if (url != null && index >= 0) {
				String masked = url.getValue().substring(0, index + this.prefix.length()) + "***";
				context.addHighCardinalityKeyValue(KeyValue.of(key, masked));
			}
		}
		return context;
	}

}
