package com.zonitel.sms.autoconfigure.registration;

import java.util.concurrent.atomic.AtomicReference;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

/**
 * Keeps the body of the last PUT, as Zonitel does, and answers with it.
 */
class LastPut implements ResponseDefinitionTransformerV2 {

	private final AtomicReference<String> body = new AtomicReference<>();

	@Override
	public ResponseDefinition transform(ServeEvent event) {
		if (event.getRequest().getMethod().equals(RequestMethod.PUT)) {
			this.body.set(event.getRequest().getBodyAsString());
		}
		return okJson("{\"status\":\"success\",\"data\":" + this.body.get() + "}").build();
	}

	@Override
	public boolean applyGlobally() {
		return false;
	}

	@Override
	public String getName() {
		return "last-put";
	}

}
