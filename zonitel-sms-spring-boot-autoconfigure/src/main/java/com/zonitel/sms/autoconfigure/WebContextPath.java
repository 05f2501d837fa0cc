package com.zonitel.sms.autoconfigure;

import jakarta.servlet.ServletContext;

import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/**
 * Path below which an application is reached. In an external container it is that of the
 * servlet context, whatever the properties say.
 */
public final class WebContextPath {

	private WebContextPath() {
	}

	/**
	 * Return the path of an application.
	 * @param context the context of the application
	 * @return the context path or base path, empty for the root
	 */
	public static String of(ApplicationContext context) {
		if (context instanceof ReactiveWebApplicationContext) {
			return context.getEnvironment().getProperty("spring.webflux.base-path", "");
		}
		if (context instanceof WebApplicationContext webContext) {
			ServletContext servletContext = webContext.getServletContext();
			return (servletContext != null) ? servletContext.getContextPath() : "";
		}
		return "";
	}

}
