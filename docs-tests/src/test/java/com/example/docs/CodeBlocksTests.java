package com.example.docs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.example.docs.Document.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the code blocks of the documentation: Java and Kotlin are files of this
 * module or of the sample, word for word from the first import on, which other tests run.
 */
class CodeBlocksTests {

	private static final Path ROOT = Path.of("..");

	private static final List<Path> SOURCES = List.of(Path.of("src/test"), ROOT.resolve("sample-app/src"));

	private static final Pattern REVISION = Pattern.compile("<revision>(.*)</revision>");

	private static final Pattern COORDINATES = Pattern
		.compile("\"(com\\.zonitel|org\\.[\\w.]+):([\\w-]+)(?::([^\"]+))?\"");

	@Test
	void everyLanguageIsChecked() {
		List<String> checked = List.of("java", "kotlin", "xml", "kts", "json", "shell", "yaml", "properties", "sql");
		// drawings, lines of a log and lines that are explained in the text have none
		assertThat(Document.all().stream().flatMap((document) -> document.blocks().stream()))
			.allSatisfy((block) -> assertThat(block.language()).as(block.toString())
				.isIn(Stream.concat(checked.stream(), Stream.of("", "promql")).toList()));
	}

	@ParameterizedTest
	@MethodSource
	void codeIsAFileThatIsCompiled(Block block) throws IOException {
		boolean kotlin = block.language().equals("kotlin");
		List<String> files = new ArrayList<>();
		for (Path sources : SOURCES) {
			try (Stream<Path> found = Files.walk(sources)) {
				for (Path file : found.filter((it) -> it.toString().endsWith(kotlin ? ".kt" : ".java")).toList()) {
					files.add(Files.readString(file).replaceFirst("^package [\\w.]+;?\n\n", ""));
				}
			}
		}
		assertThat(files).as(block + ": a file of " + SOURCES).contains(block.code());
	}

	static Stream<Block> codeIsAFileThatIsCompiled() {
		return Document.blocks("java", "kotlin");
	}

	@ParameterizedTest
	@MethodSource
	void xmlNamesWhatIsPublished(Block block) throws Exception {
		Element root = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(block.code().getBytes(StandardCharsets.UTF_8)))
			.getDocumentElement();
		NodeList dependencies = root.getTagName().equals("dependency") ? null : root.getElementsByTagName("dependency");
		for (int i = 0; i < ((dependencies != null) ? dependencies.getLength() : 1); i++) {
			Element dependency = (dependencies != null) ? (Element) dependencies.item(i) : root;
			assertPublished(text(dependency, "groupId"), text(dependency, "artifactId"), text(dependency, "version"));
		}
	}

	static Stream<Block> xmlNamesWhatIsPublished() {
		return Document.blocks("xml");
	}

	private static String text(Element element, String name) {
		NodeList found = element.getElementsByTagName(name);
		return (found.getLength() > 0) ? found.item(0).getTextContent() : null;
	}

	@ParameterizedTest
	@MethodSource
	void gradleNamesWhatIsPublished(Block block) throws Exception {
		Matcher coordinates = COORDINATES.matcher(block.code());
		assertThat(coordinates.results()).isNotEmpty();
		coordinates.reset();
		while (coordinates.find()) {
			assertPublished(coordinates.group(1), coordinates.group(2), coordinates.group(3));
		}
	}

	static Stream<Block> gradleNamesWhatIsPublished() {
		return Document.blocks("kts");
	}

	private static void assertPublished(String group, String artifact, String version) throws IOException {
		String parent = Files.readString(ROOT.resolve("pom.xml"));
		if (group.equals("com.zonitel")) {
			assertThat(parent).contains("<module>" + artifact + "</module>");
			assertThat(version).isIn(null, find(REVISION, parent));
		}
		else if (artifact.equals("db-scheduler")) {
			assertThat(version).isEqualTo(find(Pattern.compile("<db-scheduler.version>(.*)</"), parent));
		}
		else {
			assertThat(version).as(artifact).isNull();
		}
	}

	private static String find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	@ParameterizedTest
	@MethodSource
	void shellIsOfValidSyntaxAndNamesModulesAndScriptsThatExist(Block block) throws Exception {
		Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
		try (var input = bash.getOutputStream()) {
			input.write(block.code().getBytes(StandardCharsets.UTF_8));
		}
		String errors = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(bash.waitFor()).as(block + ": " + errors).isZero();
		assertThat(Pattern.compile("-pl (\\S+)").matcher(block.code()).results())
			.allSatisfy((modules) -> assertThat(Set.of(modules.group(1).split(",")))
				.allSatisfy((module) -> assertThat(ROOT.resolve(module)).exists()));
		assertThat(Pattern.compile("^((?:\\./|scripts/)\\S+)", Pattern.MULTILINE).matcher(block.code()).results())
			.allSatisfy((script) -> assertThat(ROOT.resolve(script.group(1))).isExecutable());
	}

	static Stream<Block> shellIsOfValidSyntaxAndNamesModulesAndScriptsThatExist() {
		return Stream.concat(Document.blocks("shell"),
				Document.blocks("").filter((block) -> block.code().startsWith("./mvnw")));
	}

	@ParameterizedTest
	@MethodSource
	void jsonIsRead(Block block) {
		assertThat(new JsonMapper().readTree(block.code()).isObject()).isTrue();
	}

	static Stream<Block> jsonIsRead() {
		return Document.blocks("json");
	}

}
