package org.polymorph.daemon.cli;

import org.polymorph.surrogate.calibration.ErrorSummary;
import org.polymorph.surrogate.calibration.HeldOutSummary;

/** Errors of a model as people read them. */
final class ErrorTable {
    private ErrorTable() {}

    static Table of(HeldOutSummary summary) {
        Table table = empty();
        row(table, "energy [meV/atom]", summary.energy());
        row(table, "forces [eV/Å]", summary.forces());
        row(table, "stress [eV/Å³]", summary.stress());
        return table;
    }

    /** Returns a table with titles alone. */
    static Table empty() {
        return new Table(
                "",
                "MAE",
                "RMSE",
                "largest",
                "own σ (rms)",
                "RMSE/σ",
                "within 1σ [%]",
                "within 2σ [%]",
                "calibration error [%]",
                "rank correlation",
                "finds worst tenth");
    }

    /** Adds the errors of one quantity. */
    static void row(Table table, String title, ErrorSummary errors) {
        table.row(
                title,
                CampaignTexts.fixed("%.4g", errors.mae()),
                CampaignTexts.fixed("%.4g", errors.rmse()),
                CampaignTexts.fixed("%.4g", errors.largest()),
                CampaignTexts.fixed("%.4g", errors.std()),
                CampaignTexts.fixed("%.2f", errors.ratio()),
                CampaignTexts.fixed("%.0f", 100 * errors.within1()),
                CampaignTexts.fixed("%.0f", 100 * errors.within2()),
                CampaignTexts.fixed("%.1f", 100 * errors.calibrationError()),
                CampaignTexts.fixed("%.2f", errors.rankCorrelation()),
                CampaignTexts.fixed("%.2f", errors.worstTenth()));
    }
}
