package com.zonitel.sms.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Repeated measurements of one thing, of which the median counts.
 */
public final class Samples {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final List<Sample> samples = new ArrayList<>();

	/**
	 * Measure once more.
	 * @param load what sends the load
	 */
	public void add(Supplier<Wrk.Load> load) {
		long cpu = SYSTEM.getProcessCpuTime();
		long allocated = THREADS.getTotalThreadAllocatedBytes();
		Wrk.Load result = load.get();
		this.samples.add(new Sample(result, (SYSTEM.getProcessCpuTime() - cpu) / 1_000.0 / result.requests(),
				(double) (THREADS.getTotalThreadAllocatedBytes() - allocated) / result.requests()));
	}

	/**
	 * Return the median of answers per second.
	 * @return the answers per second
	 */
	public double perSecond() {
		return median((sample) -> sample.load().perSecond());
	}

	double p99() {
		return median((sample) -> sample.load().p99());
	}

	/**
	 * Return a row of a table in Markdown.
	 * @param what what was measured
	 * @param connections the number of connections
	 * @param byHand what it is compared with
	 * @return the row
	 */
	public String row(String what, int connections, Samples byHand) {
		return String.format("| %s | %d | %,.0f | %.2f | %.2f | %.2f | %.2f | %.1f | %,.0f | %d |", what, connections,
				perSecond(), perSecond() / byHand.perSecond(), median((sample) -> sample.load().p50()), p99(),
				median((sample) -> sample.load().p999()), median(Sample::cpuMicros), median(Sample::bytes),
				this.samples.stream().mapToLong((sample) -> sample.load().errors()).sum());
	}

	/**
	 * Return the header of the table.
	 * @param by what rows are compared with
	 * @return the header
	 */
	public static String header(String by) {
		return "| | connections | requests/s | over " + by
				+ " | p50 ms | p99 ms | p99.9 ms | CPU µs/request | bytes/request | errors |\n"
				+ "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|";
	}

	private double median(ToDoubleFunction<Sample> value) {
		double[] sorted = this.samples.stream().mapToDouble(value).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	private record Sample(Wrk.Load load, double cpuMicros, double bytes) {

	}

}
