package org.polymorph.engine.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.DftCode;

/** Looks for the codes on the log-in machine, where no job may be started. */
final class ProbesCheck implements SiteCheck {
    private final Collection<DftCode> codes;

    ProbesCheck(Collection<DftCode> codes) {
        this.codes = List.copyOf(codes);
    }

    @Override
    public String subject() {
        return "codes";
    }

    @Override
    public Need need() {
        return Need.WORK_DIRECTORY;
    }

    @Override
    public List<Finding> look(Visit visit) {
        CodeProbes probes = new CodeProbes(visit.site(), codes, visit.site().isThisMachine());
        List<Finding> findings = new ArrayList<>(probes.problems());
        int number = 0;
        for (SiteProbe probe : probes.probes()) {
            visit.say("looking for " + probe.subject());
            findings.add(CodeProbes.runByHand(visit, ++number, probe));
        }
        return findings;
    }
}
