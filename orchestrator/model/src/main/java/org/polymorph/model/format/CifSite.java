package org.polymorph.model.format;

import org.polymorph.model.crystal.Element;

/** A site of the asymmetric unit. */
record CifSite(Element element, double[] position, CifToken place) {}
