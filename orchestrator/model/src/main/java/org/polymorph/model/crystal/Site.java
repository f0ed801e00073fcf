package org.polymorph.model.crystal;

/** One atom of a crystal: its element and its fractional coordinates. */
public record Site(Element element, double x, double y, double z) {}
