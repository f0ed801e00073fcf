package org.polymorph.daemon.rest;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that must be well for the daemon to work.
 *
 * @param trouble what is wrong with it now, in words; empty where nothing is
 */
public record HealthCheck(String name, Supplier<Optional<String>> trouble) {}
