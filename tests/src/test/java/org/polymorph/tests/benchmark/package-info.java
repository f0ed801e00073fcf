/** Benchmarks, run by {@code tests/benchmarks}; JMH fills the fields of their states, so that these are not null-marked. */
package org.polymorph.tests.benchmark;
