package com.example.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Names of all properties that have metadata, Spring Boot's own included.
 */
final class Properties {

	private Properties() {
	}

	static Set<String> names() {
		try {
			Set<String> names = new TreeSet<>();
			for (Resource resource : new PathMatchingResourcePatternResolver()
				.getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
				JsonNode metadata = new JsonMapper().readTree(resource.getContentAsByteArray());
				metadata.path("properties").forEach((property) -> names.add(property.path("name").stringValue()));
			}
			return names;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
