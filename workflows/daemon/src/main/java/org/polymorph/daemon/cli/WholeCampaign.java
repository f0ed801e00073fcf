package org.polymorph.daemon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.store.Archives;
import org.polymorph.engine.store.AseDatabase;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.Directories;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;

/** All that there is of a campaign, for other programs. */
final class WholeCampaign {
    private static final String KIND = "kind";

    private WholeCampaign() {}

    /** Returns all structures, each with its kind: result, final, label or pool. */
    static List<Frame> frames(CampaignReader reader) {
        List<Frame> frames = new ArrayList<>();
        CampaignFrames.results(reader, Optional.empty()).forEach(frame -> frames.add(of("result", frame)));
        CampaignFrames.finals(reader).forEach(frame -> frames.add(of("final", frame)));
        CampaignFrames.labels(reader).forEach(frame -> frames.add(of("label", frame)));
        for (int round = -1; round <= state(reader).state().round(); round++) {
            CampaignFrames.pool(reader, round).forEach(frame -> frames.add(of("pool", frame)));
        }
        return frames;
    }

    private static Frame of(String kind, Frame frame) {
        Map<String, String> info = new LinkedHashMap<>();
        info.put(KIND, kind);
        info.putAll(frame.info());
        return new Frame(frame.structure(), frame.evaluation(), info);
    }

    private static StoredCampaign state(CampaignReader reader) {
        return reader.campaign().orElseThrow();
    }

    /** Writes structures as a database of ASE. */
    static void writeAse(Path file, CampaignDirectory directory, List<Frame> frames) {
        List<AseDatabase.Row> rows = frames.stream()
                .map(frame -> {
                    Map<String, Object> keys = new LinkedHashMap<>();
                    keys.put("campaign", directory.campaign());
                    frame.info().forEach((key, value) -> keys.put(key, value(value)));
                    return new AseDatabase.Row(frame.structure(), frame.evaluation(), keys);
                })
                .toList();
        AseDatabase.write(
                file, rows, Instant.ofEpochMilli(state(directory.reader()).updatedAt()));
    }

    private static Object value(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** Writes extxyz and CSV files into a new directory, or a tar archive; returns their names. */
    static List<String> write(CampaignDirectory directory, Path target) {
        String name = String.valueOf(target.getFileName());
        boolean archive = name.endsWith(".tar.gz") || name.endsWith(".tgz") || name.endsWith(".tar");
        Path parent = target.toAbsolutePath().getParent();
        try {
            if (!archive && !Directories.isFree(target)) {
                throw new UsageException("-o " + target + ": expected a new directory, a .tar.gz or a .db, found "
                        + (Files.isDirectory(target) ? "a directory with something in it" : "a file"));
            }
            Path scratch = Files.createTempDirectory(parent, ".polymorph-export");
            try {
                Path files = Files.createDirectory(scratch.resolve("files"));
                List<String> names = write(directory, files, directory.reader());
                if (archive) {
                    Path packed = scratch.resolve(name);
                    Archives.pack(files, directory.campaign(), packed);
                    Files.move(packed, target, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.move(files, target, StandardCopyOption.ATOMIC_MOVE);
                }
                return names;
            } finally {
                Directories.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> write(CampaignDirectory directory, Path files, CampaignReader reader) {
        List<String> names = new ArrayList<>(directory.writeTables(files));
        for (int round = -1; round <= state(reader).state().round(); round++) {
            String name =
                    round < 0 ? "pool-generated.extxyz" : String.format(Locale.ROOT, "pool-round%02d.extxyz", round);
            add(names, files, name, CampaignFrames.pool(reader, round));
        }
        add(names, files, "labels.extxyz", CampaignFrames.labels(reader));
        add(names, files, "finals.extxyz", CampaignFrames.finals(reader));
        add(names, files, "results.extxyz", CampaignFrames.results(reader, Optional.empty()));
        return names;
    }

    private static void add(List<String> names, Path files, String name, List<Frame> frames) {
        if (!frames.isEmpty()) {
            StructureFiles.write(files.resolve(name), frames);
            names.add(name);
        }
    }
}
