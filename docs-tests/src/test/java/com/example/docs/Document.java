package com.example.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Page of the documentation, taken apart.
 *
 * @param file the file, relative to this module
 * @param lines the lines
 * @param blocks the code blocks
 * @param prose the text without code blocks
 */
record Document(Path file, List<String> lines, List<Block> blocks, String prose) {

	private static final Path ROOT = Path.of("..");

	private static final Pattern FENCE = Pattern.compile("( *)```(.*)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	static Document readme() {
		return read(ROOT.resolve("README.md"));
	}

	/**
	 * Return the README and all pages of {@code docs/}.
	 */
	static List<Document> all() {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(readme()), docs.filter(Document::isPage).sorted().map(Document::read))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return all pages, those for contributors included.
	 */
	static List<Document> withPagesForContributors() {
		try (Stream<Path> root = Files.list(ROOT)) {
			return Stream
				.concat(root.filter(Document::isPage)
					.filter((file) -> !file.endsWith("README.md"))
					.sorted()
					.map(Document::read), all().stream())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Stream<Block> blocks(String... languages) {
		return all().stream()
			.flatMap((document) -> document.blocks().stream())
			.filter((block) -> List.of(languages).contains(block.language()));
	}

	static Document read(Path file) {
		try {
			List<String> lines = Files.readAllLines(file);
			List<Block> blocks = new ArrayList<>();
			StringBuilder prose = new StringBuilder();
			for (int i = 0; i < lines.size(); i++) {
				Matcher fence = FENCE.matcher(lines.get(i));
				if (!fence.matches()) {
					prose.append(lines.get(i)).append('\n');
					continue;
				}
				int first = i + 1;
				StringBuilder code = new StringBuilder();
				for (i = first; !lines.get(i).strip().equals("```"); i++) {
					code.append(lines.get(i).substring(Math.min(lines.get(i).length(), fence.group(1).length())))
						.append('\n');
				}
				blocks.add(new Block(file, first, fence.group(2), code.toString()));
			}
			return new Document(file, lines, blocks, prose.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isPage(Path file) {
		return file.toString().endsWith(".md");
	}

	/**
	 * Return the anchors of the headings, as GitHub makes them.
	 */
	List<String> anchors() {
		return HEADING.matcher(this.prose)
			.results()
			.map((heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.toList();
	}

	@Override
	public String toString() {
		return this.file.normalize().toString();
	}

	/**
	 * Code block.
	 *
	 * @param file the file
	 * @param line the number of the line before the code
	 * @param language the language, or an empty string
	 * @param code the code
	 */
	record Block(Path file, int line, String language, String code) {

		@Override
		public String toString() {
			return this.file.normalize() + ":" + this.line;
		}

	}

}
