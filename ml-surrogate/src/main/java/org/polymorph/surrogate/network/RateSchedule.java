package org.polymorph.surrogate.network;

import java.util.Locale;

/** How the learning rate falls, and with it what ends a training. */
public enum RateSchedule {
    /** Half a cosine over all epochs (Loshchilov and Hutter 2017, arXiv 1608.03983); the last averaged weights count. */
    COSINE,

    /** Halved on each plateau of the validation loss, some of which end the training; the best averaged weights count. */
    PLATEAU;

    /** Returns the word of the settings. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RateSchedule of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
