package org.polymorph.dft.vasp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.spi.Settings;

/**
 * The body of the job script. It assembles the POTCAR where the job runs, keeps of it its SHA-256 and its titles, checks them
 * against POSCAR, runs the command with its output in {@value #OUTPUT} and its exit status in {@value #EXIT}, asks VASP to stop
 * in time, and takes the POTCAR away again.
 *
 * @param prelude lines before the command, such as {@code module load}
 */
record VaspJobScript(List<String> prelude, String command) {
    /** VASP's standard output. */
    static final String OUTPUT = "vasp.out";
    /** Holds the exit status of the command; absent when the script itself was killed. */
    static final String EXIT = "vasp.exit";

    /** Seconds before the time limit at which a relaxation is told to end whatever it is doing. */
    private static final long LEAST_MARGIN = 30;

    VaspJobScript {
        prelude = List.copyOf(prelude);
    }

    /** Reads the site's section; does not end its reading. */
    static VaspJobScript read(Settings site) {
        return new VaspJobScript(site.texts("prelude"), site.text("command", "vasp_std"));
    }

    /** Returns the POSIX shell text. */
    String text(VaspSettings settings, List<Integer> counts) {
        StringBuilder text = new StringBuilder();
        text.append(": \"${OMP_NUM_THREADS:=1}\"; export OMP_NUM_THREADS\n");
        prelude.forEach(line -> text.append(line).append('\n'));
        // a shell of its own, so that its traps take the POTCAR away however it ends
        text.append("(\ntrap 'rm -rf POTCAR .licensed' EXIT\ntrap 'exit 143' TERM INT\n");
        potcar(text, settings);
        computed(text, settings, counts);
        restart(text, settings);
        watch(text, settings);
        text.append("{\n").append(command).append("\n} > ").append(OUTPUT).append('\n');
        text.append("vasp_status=$?\n");
        if (settings.inputSet().relaxes()) {
            text.append("kill \"$vasp_watcher\" 2> /dev/null\n");
        }
        text.append("echo \"$vasp_status\" > ").append(EXIT).append('\n');
        text.append("exit \"$vasp_status\"\n)\n");
        return text.toString();
    }

    private static void potcar(StringBuilder text, VaspSettings settings) {
        Potcars potcars = settings.potcars();
        String directory = potcars.directory();
        String quoted = ShellWord.quotePath(directory);
        String labels = String.join(
                " ",
                potcars.labels(settings.order()).stream().map(ShellWord::quote).toList());
        String wanted = String.join(
                ",",
                settings.order().stream()
                        .map(element -> potcars.functional().prefix() + " " + element)
                        .toList());
        text.append("potcar_dir=").append(quoted).append('\n');
        text.append("fail() { echo \"$1\" > ")
                .append(OUTPUT)
                .append("; echo 3 > ")
                .append(EXIT)
                .append("; exit 3; }\n");
        // behind a link in a hidden directory: where the script is killed, a retrieval of the job's plain files passes
        // it over
        text.append("rm -rf POTCAR .licensed; umask 077; mkdir .licensed; ln -s .licensed/POTCAR POTCAR; : > POTCAR\n");
        text.append("for label in ").append(labels).append("; do\n");
        text.append("  found=\n");
        text.append("  for name in POTCAR POTCAR.gz POTCAR.Z POTCAR.bz2 POTCAR.xz; do\n");
        text.append("    file=$potcar_dir/$label/$name\n    [ -r \"$file\" ] || continue\n    case $name in\n");
        text.append("      *.gz|*.Z) gzip -dc \"$file\" ;;\n      *.bz2) bzip2 -dc \"$file\" ;;\n");
        text.append("      *.xz) xz -dc \"$file\" ;;\n      *) cat \"$file\" ;;\n    esac >> POTCAR && found=1\n");
        text.append("    break\n  done\n");
        text.append("  [ -n \"$found\" ] || fail \"POTCAR of $label not found in $potcar_dir\"\ndone\n");
        text.append("titles=$(sed -n 's/^ *TITEL *= *//p' POTCAR)\n");
        text.append("{ echo \"sha256 $(sha256sum POTCAR | cut -c1-64)\"; echo \"$titles\" | sed 's/^/titel /'; } > ")
                .append(VaspPotcarRecord.FILE)
                .append('\n');
        text.append("found=$(echo \"$titles\" | awk '{ sub(/[._].*|[0-9].*/, \"\", $2);"
                + " printf \"%s%s %s\", (NR > 1 ? \",\" : \"\"), $1, $2 }')\n");
        text.append("[ \"$found\" = ")
                .append(ShellWord.quote(wanted))
                .append(" ] || fail \"POTCAR order: expected ")
                .append(wanted)
                .append(", found $found\"\n");
    }

    // what follows from datasets that only the machine of the job has
    private static void computed(StringBuilder text, VaspSettings settings, List<Integer> counts) {
        settings.cutoffFactor()
                .ifPresent(factor -> text.append(String.format(
                        Locale.ROOT,
                        "awk -v f=%s '/ENMAX/ { gsub(/[;=]/, \" \"); if ($2 + 0 > m) m = $2 + 0 }"
                                + " END { x = m * f; printf \"ENCUT = %%d\\n\", (x > int(x) ? int(x) + 1 : x) }' POTCAR >> INCAR%n",
                        factor)));
        settings.charge()
                .ifPresent(charge -> text.append(String.format(
                        Locale.ROOT,
                        "awk -v n='%s' -v q='%s' 'BEGIN { split(n, c, \" \") }"
                                + " /ZVAL/ { gsub(/[;=]/, \" \"); for (i = 1; i < NF; i++) if ($i == \"ZVAL\") s += c[++k] * $(i + 1) }"
                                + " END { printf \"NELECT = %%.6f\\n\", s - q }' POTCAR >> INCAR%n",
                        String.join(" ", counts.stream().map(String::valueOf).toList()),
                        charge)));
    }

    private static void restart(StringBuilder text, VaspSettings settings) {
        Optional<String> previous = settings.previous();
        if (previous.isEmpty()) {
            return;
        }
        for (String file : List.of("WAVECAR", "CHGCAR")) {
            if (!settings.dropped().contains(file)) {
                String path = ShellWord.quote(previous.get() + "/" + file);
                text.append("if [ -s ")
                        .append(path)
                        .append(" ]; then cp ")
                        .append(path)
                        .append(" .; fi\n");
            }
        }
    }

    // A relaxation is asked to stop after a step while three of its slowest still fit, so that CONTCAR is whole.
    private static void watch(StringBuilder text, VaspSettings settings) {
        if (!settings.inputSet().relaxes()) {
            return;
        }
        long limit = settings.walltimeSeconds();
        long margin = Math.max(LEAST_MARGIN, limit / 50);
        text.append("(\nstart=$(date +%s); begun=$start; seen=0; slowest=0\nwhile sleep 2; do\n");
        text.append("  now=$(date +%s); left=$((start + ").append(limit).append(" - now))\n");
        text.append("  steps=$(cat OSZICAR 2> /dev/null | grep -c 'F=')\n");
        text.append("  if [ \"$steps\" -gt \"$seen\" ]; then\n");
        text.append("    took=$(((now - begun) / (steps - seen) + 1)); begun=$now; seen=$steps\n");
        text.append("    if [ \"$took\" -gt \"$slowest\" ]; then slowest=$took; fi\n  fi\n");
        text.append("  if [ \"$left\" -lt ")
                .append(margin)
                .append(" ]; then echo 'LABORT = .TRUE.' > STOPCAR; exit; fi\n");
        text.append("  if [ \"$left\" -lt $((3 * slowest + ").append(margin).append(")) ] && [ ! -f STOPCAR ]; then\n");
        text.append("    echo 'LSTOP = .TRUE.' > STOPCAR\n  fi\ndone\n) > /dev/null 2>&1 &\nvasp_watcher=$!\n");
    }
}
