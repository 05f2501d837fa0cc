package com.zonitel.sms.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Placeholder in the value of a property that Spring could not resolve and left as it is.
 *
 * @param variable the name of the missing variable, or {@code null} if it may be a part
 * of a secret
 */
public record UnresolvedPlaceholder(@Nullable String variable) {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

	// a secret that was put between the braces by mistake looks like none of these
	private static final Pattern ENVIRONMENT_VARIABLE = Pattern.compile("[A-Z][A-Z0-9]{0,23}(_[A-Z0-9]{1,24}){0,9}");

	private static final Pattern PROPERTY = Pattern.compile("[a-z][a-z0-9-]{0,23}(\\.[a-z][a-z0-9-]{0,23}){1,9}");

	/**
	 * Find an unresolved placeholder in a value that may be shown.
	 * @param value the value
	 * @return the placeholder, or {@code null} if there is none
	 */
	public static @Nullable UnresolvedPlaceholder in(String value) {
		Matcher matcher = PLACEHOLDER.matcher(value);
		if (!matcher.find()) {
			return null;
		}
		String name = matcher.group(1);
		return new UnresolvedPlaceholder(NAME.matcher(name).matches() ? name : null);
	}

	/**
	 * Find an unresolved placeholder in a value that must not be shown.
	 * @param secret the value
	 * @return the placeholder, or {@code null} if there is none
	 */
	public static @Nullable UnresolvedPlaceholder in(Secret secret) {
		Matcher matcher = PLACEHOLDER.matcher(secret.value());
		if (matcher.matches()) {
			String name = matcher.group(1);
			boolean shown = ENVIRONMENT_VARIABLE.matcher(name).matches() || PROPERTY.matcher(name).matches();
			return new UnresolvedPlaceholder(shown ? name : null);
		}
		return matcher.reset().find() ? new UnresolvedPlaceholder(null) : null;
	}

	/**
	 * Return the sentence that says what is wrong with the property.
	 * @param property the name of the property that holds the placeholder
	 * @return the sentence
	 */
	public String description(String property) {
		return (this.variable != null)
				? "The property '" + property + "' refers to '${" + this.variable + "}', which is not set."
				: "The property '" + property + "' holds a placeholder for a variable that is not set.";
	}

	/**
	 * Return the advice to set the variable.
	 * @return the beginning of a sentence
	 */
	public String advice() {
		return (this.variable != null) ? "Set the environment variable or property '" + this.variable + "'"
				: "Set the environment variable or property that the placeholder names";
	}

	/**
	 * Return the line that sets the variable.
	 * @param value the value of the variable
	 * @return the line, or only the value if the variable may not be shown
	 */
	public String assignment(String value) {
		return (this.variable != null) ? this.variable + "=" + value : value;
	}

}
