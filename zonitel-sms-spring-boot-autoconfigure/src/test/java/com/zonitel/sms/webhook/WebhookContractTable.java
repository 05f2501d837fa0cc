package com.zonitel.sms.webhook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import com.zonitel.sms.webhook.WebhookContractRows.Row;

/**
 * Table of the answers that a server gave to the rows of the contract.
 */
class WebhookContractTable {

	private final Map<Integer, String> lines = new TreeMap<>();

	void add(Row row, int status, int events) {
		this.lines.put(row.number(),
				"| %d | %s | %s | %d | %d |".formatted(row.number(), row.kind(), row.name(), status, events));
	}

	/**
	 * Print the number of rows, and write the table to {@code target}.
	 * @param server the name of the server
	 * @throws IOException if the table cannot be written
	 */
	void print(String server) throws IOException {
		Path file = Path.of("target", "webhook-contract-" + server.toLowerCase(java.util.Locale.ROOT) + ".md");
		Files.writeString(file, "| # | kind | request | answer | events |\n|---|---|---|---|---|\n"
				+ String.join("\n", this.lines.values()) + "\n");
		System.out.println("Contract of the webhook on %s: %d rows, see %s".formatted(server, this.lines.size(), file));
	}

}
