package com.zonitel.sms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Copies fields so that they are immutable and equal to what any JSON mapper reads back.
 */
final class JsonFields {

	private JsonFields() {
	}

	/**
	 * Copy the fields.
	 * @param fields the fields, or {@code null} if a JSON mapper has read none
	 * @return the unmodifiable copy, empty if there are none
	 * @throws IllegalArgumentException if a value is of a type that JSON does not have
	 */
	static Map<String, @Nullable Object> copyOf(@Nullable Map<String, @Nullable Object> fields) {
		return (fields == null || fields.isEmpty()) ? Map.of() : copyOfMap(fields);
	}

	private static Map<String, @Nullable Object> copyOfMap(Map<?, ? extends @Nullable Object> map) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		map.forEach((name, value) -> copy.put(String.valueOf(name), copyOf(value)));
		return Collections.unmodifiableMap(copy);
	}

	private static List<@Nullable Object> copyOfList(List<? extends @Nullable Object> list) {
		List<@Nullable Object> copy = new ArrayList<>(list.size());
		list.forEach((value) -> copy.add(copyOf(value)));
		return Collections.unmodifiableList(copy);
	}

	private static @Nullable Object copyOf(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof Boolean) {
			return value;
		}
		if (value instanceof Number number) {
			return copyOf(number);
		}
		if (value instanceof Map<?, ?> map) {
			return copyOfMap(map);
		}
		if (value instanceof List<?> list) {
			return copyOfList(list);
		}
		throw new IllegalArgumentException("'" + value.getClass().getName() + "' is not the type of a JSON value");
	}

	private static Object copyOf(Number number) {
		if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
			return number.intValue();
		}
		if (number instanceof Long) {
			return integer(BigInteger.valueOf(number.longValue()));
		}
		if (number instanceof BigInteger integer) {
			return integer(integer);
		}
		if (number instanceof BigDecimal decimal) {
			return (decimal.scale() == 0) ? integer(decimal.unscaledValue()) : decimal(decimal);
		}
		if (number instanceof Double || number instanceof Float) {
			double value = Double.parseDouble(number.toString());
			// adding 0.0 drops the sign of a negative zero, which a decimal cannot hold
			return Double.isFinite(value) ? (Object) (value + 0.0) : number.toString();
		}
		throw new IllegalArgumentException("'" + number.getClass().getName() + "' is not the type of a JSON number");
	}

	private static Object integer(BigInteger integer) {
		if (integer.bitLength() < Integer.SIZE) {
			return integer.intValue();
		}
		if (integer.bitLength() < Long.SIZE) {
			return integer.longValue();
		}
		return integer.toString();
	}

	private static Object decimal(BigDecimal decimal) {
		double value = decimal.doubleValue();
		boolean exact = Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(decimal) == 0;
		return exact ? (Object) value : decimal.toString();
	}

}
