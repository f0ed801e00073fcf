package org.polymorph.tests.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds at a moment.
 *
 * @param heap in use when garbage had been collected, bytes
 * @param classes that are loaded
 * @param metaspace used by classes and by what is known of them, bytes; grows also with what is noted of methods that run often
 * @param resident memory, bytes
 * @param children processes that were started and have not ended
 */
record ProcessUse(long heap, long classes, long metaspace, long resident, int threads, long files, long children) {
    private static final int COLLECTIONS = 3;

    static ProcessUse now() {
        // what references by cleaners and finalizers hold is free only after another one
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return new ProcessUse(
                // what the collection left, and not what has been allocated since
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                        .sum(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .mapToLong(ProcessUse::used)
                        .sum(),
                residentBytes(ProcessHandle.current().pid()),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openFiles(),
                ProcessHandle.current().descendants().count());
    }

    private static long used(MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed();
    }

    /** Returns the memory of a process that is in the machine's. */
    static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return 1024
                    * lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long openFiles() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count() - 1; // that of the list itself
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
