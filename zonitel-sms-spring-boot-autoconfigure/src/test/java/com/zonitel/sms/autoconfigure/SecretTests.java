package com.zonitel.sms.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Secret}.
 */
class SecretTests {

	@Test
	void showsNothing() {
		assertThat(Secret.of("canary")).hasToString("***");
		assertThat(new JsonMapper().writeValueAsString(Map.of("secret", Secret.of("canary")))).doesNotContain("canary");
	}

	@Test
	void keepsItsValue() {
		assertThat(Secret.of(" canary ").value()).isEqualTo(" canary ");
	}

}
