package com.zonitel.sms.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no public type, no member that listeners and tests use, and no property goes
 * or changes unless on purpose: they are listed in {@code public-api.txt}, which
 * {@code -Dapi.update=true} rewrites. What is new is compatible, and named in the output
 * until it is listed.
 */
class PublicApiTests {

	private static final Path FILE = Path.of("public-api.txt");

	/**
	 * Packages whose members are listed, too.
	 */
	private static final Set<String> FOR_USERS = Set.of("com.zonitel.sms", "com.zonitel.sms.test");

	private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();

	@Test
	void whatIsListedIsThere() throws IOException {
		Set<String> actual = new TreeSet<>(types());
		actual.addAll(properties());
		if (Boolean.getBoolean("api.update")) {
			Files.write(FILE, actual);
		}
		List<String> listed = Files.readAllLines(FILE);
		assertThat(actual).containsAll(listed);
		listed.forEach(actual::remove);
		System.out.println("Not listed in public-api.txt yet: " + actual);
	}

	private Set<String> types() throws IOException {
		Set<String> types = new TreeSet<>();
		for (Resource resource : this.resources.getResources("classpath*:com/zonitel/sms/**/*.class")) {
			if (!resource.getURL().getPath().contains("/test-classes/")) {
				try (InputStream content = resource.getInputStream()) {
					new ClassReader(content).accept(new PublicMembers(types), ClassReader.SKIP_CODE);
				}
			}
		}
		return types;
	}

	private Set<String> properties() throws IOException {
		Set<String> properties = new TreeSet<>();
		for (Resource resource : this.resources
			.getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : new JsonMapper().readTree(resource.getContentAsByteArray()).path("properties")) {
				String name = property.path("name").stringValue();
				if (name.contains("zonitel")) {
					properties.add("property %s: %s, default %s".formatted(name, property.path("type").stringValue(),
							property.path("defaultValue").asString("none")));
				}
			}
		}
		return properties;
	}

	private static final class PublicMembers extends ClassVisitor {

		private final Set<String> found;

		private String type = "";

		private boolean listed;

		PublicMembers(Set<String> found) {
			super(SpringAsmInfo.ASM_VERSION);
			this.found = found;
		}

		@Override
		public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName,
				String @Nullable [] interfaces) {
			this.type = Type.getObjectType(name).getClassName();
			boolean visible = isVisible(access);
			this.listed = visible && FOR_USERS.contains(this.type.substring(0, this.type.lastIndexOf('.')));
			if (visible) {
				this.found.add("type " + this.type);
			}
		}

		@Override
		public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
				@Nullable Object value) {
			add(access, Type.getType(descriptor).getClassName() + " " + name);
			return null;
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			if (!Set.of("toString", "hashCode", "equals", "<clinit>").contains(name)) {
				add(access,
						Type.getReturnType(descriptor).getClassName() + " " + name
								+ Stream.of(Type.getArgumentTypes(descriptor))
									.map(Type::getClassName)
									.collect(Collectors.joining(", ", "(", ")")));
			}
			return null;
		}

		private void add(int access, String member) {
			if (this.listed && isVisible(access)) {
				this.found.add("type " + this.type + ": " + member);
			}
		}

		private static boolean isVisible(int access) {
			return (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0
					&& (access & Opcodes.ACC_SYNTHETIC) == 0;
		}

	}

}
