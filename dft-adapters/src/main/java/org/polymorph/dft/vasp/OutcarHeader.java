package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.model.crystal.Element;

/** What an OUTCAR says before its first step: version, elements, numbers of atoms, parameters. */
final class OutcarHeader {
    // The names that are followed by their values; a line may hold several.
    private static final Pattern PARAMETER =
            Pattern.compile("\\b(NELM|NELMIN|NELMDL|EDIFF|EDIFFG|NSW|IBRION|ISIF|ISYM|ISPIN"
                    + "|ISMEAR|SIGMA|PSTRESS|ENCUT|NBANDS|NKPTS|NELECT|LNONCOLLINEAR|LSORBIT|LEPSILON|LCALCEPS|IVDW|LVDW"
                    + "|LUSE_VDW|LHFCALC|LDAU|IDIPOL|GGA|METAGGA|ALGO|ML_LMLFF|ML_MODE|PREC|LSOL)\\s*=\\s*([^\\s;]+)");

    private final RunDraft run;
    private final List<String> titles = new ArrayList<>();
    private final List<Element> valence = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final List<Element> species = new ArrayList<>();
    private int ions;
    private boolean inCounts;

    OutcarHeader(RunDraft run) {
        this.run = run;
    }

    /** Reads a line that begins with a word. */
    void accept(AsciiLines line, int indent) {
        inCounts = false;
        if (line.has("vasp.", indent) && !run.facts.containsKey("version")) {
            run.facts.put("version", line.toString().trim().split("\\s+", 2)[0].substring("vasp.".length()));
        } else if (line.has("TITEL", indent)) {
            titles.add(line.after("=").trim());
        } else if (line.has("VRHFIN", indent)) {
            VaspElements.ofLabel(line.after("=").trim().split("[:\\s]", 2)[0]).ifPresent(valence::add);
        } else if (line.has("ions per type", indent)) {
            inCounts = true;
            addCounts(line.after("="));
        } else if (line.find("NIONS") >= 0) {
            String number = line.after("NIONS").replaceAll("\\D+", " ").trim();
            ions = number.matches("\\d{1,7}") ? Integer.parseInt(number) : 0;
        } else if (line.find("=") > 0) {
            Matcher parameter = PARAMETER.matcher(line);
            while (parameter.find()) {
                run.parameters.putIfAbsent(parameter.group(1), parameter.group(2));
            }
        }
    }

    /** Reads a line that begins with a number: more numbers of atoms, or nothing for the header. */
    void numbers(AsciiLines line) {
        if (inCounts) {
            addCounts(line.toString());
        }
    }

    private void addCounts(String text) {
        for (String word : text.trim().split("\\s+", -1)) {
            if (word.matches("\\d{1,7}")) {
                counts.add(Integer.valueOf(word));
            } else {
                inCounts = false;
            }
        }
    }

    /** Returns the number of atoms, 0 where it is not told. */
    int atoms() {
        return ions;
    }

    /** Returns the elements of all atoms; empty where they are not told, or do not fit the number of atoms. */
    List<Element> species() {
        if (!species.isEmpty()) {
            return species;
        }
        List<Element> types = types();
        long sum = counts.stream().mapToLong(Integer::intValue).sum();
        if (types.size() != counts.size() || sum != ions) {
            return List.of();
        }
        for (int k = 0; k < types.size(); k++) {
            for (int i = 0; i < counts.get(k); i++) {
                species.add(types.get(k));
            }
        }
        run.facts.put("potcar", String.join("; ", titles));
        return species;
    }

    private List<Element> types() {
        List<Element> types = new ArrayList<>();
        for (String title : titles) {
            Optional<Element> element = VaspElements.ofTitle(title);
            element.ifPresent(types::add);
        }
        return types.size() == counts.size() ? types : valence;
    }
}
