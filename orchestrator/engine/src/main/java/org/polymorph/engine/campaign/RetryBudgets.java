package org.polymorph.engine.campaign;

/**
 * How often a calculation is done once more. The budgets are apart: what a machine did to a calculation is never charged to what
 * the calculation may do itself.
 *
 * @param infrastructure after its job was lost: failed nodes, preemption, requeues, jobs that vanished or did not start
 * @param dft after its own process was killed where the machine went on, such as for its memory
 * @param repairs with other inputs after failures that the code has a remedy for, all calculations of a candidate together
 */
public record RetryBudgets(int infrastructure, int dft, int repairs) {
    public static final RetryBudgets DEFAULT = new RetryBudgets(5, 2, 5);

    public RetryBudgets {
        if (infrastructure < 0 || dft < 0 || repairs < 0) {
            throw new IllegalArgumentException("retry budgets must not be negative, found infrastructure="
                    + infrastructure + " dft=" + dft + " repairs=" + repairs);
        }
    }

    /** Budgets with the usual number of repairs. */
    public RetryBudgets(int infrastructure, int dft) {
        this(infrastructure, dft, 5);
    }
}
