package com.zonitel.sms.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/**
 * {@link Converter} to a {@link Secret}, also from the content of a mounted file. Spring
 * Boot's own conversion through {@link Secret#of} refuses such content once a list of
 * secrets has been bound.
 */
@ConfigurationPropertiesBinding
public final class SecretConverter implements Converter<CharSequence, Secret> {

	@Override
	public Secret convert(CharSequence source) {
		return Secret.of(source.toString());
	}

}
