package com.zonitel.sms.host;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Class loader that hides some jars of the class path.
 */
final class ClassPathWithout extends ClassLoader {

	private final List<String> jars;

	ClassPathWithout(List<String> jars) {
		super(ClassPathWithout.class.getClassLoader());
		this.jars = jars;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		Class<?> type = super.loadClass(name, resolve);
		if (isHidden(getParent().getResource(name.replace('.', '/') + ".class"))) {
			throw new ClassNotFoundException(name);
		}
		return type;
	}

	@Override
	public @Nullable URL getResource(String name) {
		URL resource = super.getResource(name);
		return isHidden(resource) ? null : resource;
	}

	@Override
	public Enumeration<URL> getResources(String name) throws IOException {
		return Collections.enumeration(
				Collections.list(super.getResources(name)).stream().filter((resource) -> !isHidden(resource)).toList());
	}

	private boolean isHidden(@Nullable URL resource) {
		return resource != null && this.jars.stream().anyMatch((jar) -> resource.toString().contains("/" + jar));
	}

}
