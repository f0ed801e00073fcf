package org.polymorph.components.surrogate;

import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;

/** The threads that work may use and where it tells its progress. */
public record WorkContext(Workers workers, Progress progress) {}
