package org.polymorph.model.spi;

/** Told how far long work has come; called from worker threads, must return quickly. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total) -> {};

    void at(int done, int total);
}
