package org.polymorph.engine.store;

import java.util.Locale;
import org.polymorph.engine.campaign.RetryBudgets;

/** Which budget of a calculation a retry is taken from. */
enum RetryCharge {
    INFRASTRUCTURE,
    DFT;

    /** Returns this budget's part, of what there is or of what is used. */
    int of(RetryBudgets budgets) {
        return switch (this) {
            case INFRASTRUCTURE -> budgets.infrastructure();
            case DFT -> budgets.dft();
        };
    }

    /** Returns its name in a campaign's file. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
