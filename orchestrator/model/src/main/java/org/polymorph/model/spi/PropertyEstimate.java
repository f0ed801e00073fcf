package org.polymorph.model.spi;

/**
 * What a model says of a property.
 *
 * @param value in the unit of the labels
 * @param std standard deviation of what a new label may differ by, in the same unit
 */
public record PropertyEstimate(double value, double std) {}
