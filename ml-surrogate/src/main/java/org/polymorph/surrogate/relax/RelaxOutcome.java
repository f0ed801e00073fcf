package org.polymorph.surrogate.relax;

/** How a relaxation ended. All of them are results, but only {@link #CONVERGED} is a minimum. */
public enum RelaxOutcome {
    /** Forces and stress are below their limits. */
    CONVERGED,
    /** The number of steps allowed is used up. */
    STEPS,
    /** The enthalpy did not become lower for as many steps as patience allows. */
    PATIENCE,
    /** The next frame was not trusted by the surrogate itself; the last trusted frame is kept. */
    UNCERTAIN,
    /** The cell grew out of any reasonable volume. */
    EXPLODED,
    /** Atoms came too close, the cell shrank out of any reasonable volume, or the energy fell into a hole. */
    COLLAPSED,
    /** The calculator gave an energy, force or stress that is not a finite number. */
    NOT_FINITE;

    /** Returns whether the kept frame is a local minimum within the limits. */
    public boolean isMinimum() {
        return this == CONVERGED;
    }

    /** Returns whether the kept frame is a crystal, and not one on its way out of all limits. */
    public boolean isCrystal() {
        return this != EXPLODED && this != COLLAPSED && this != NOT_FINITE;
    }
}
