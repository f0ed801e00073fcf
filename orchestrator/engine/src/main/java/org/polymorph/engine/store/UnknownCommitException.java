package org.polymorph.engine.store;

/** The server went away during a commit: whether that was done is not known yet. */
final class UnknownCommitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CommitReceipt receipt;

    UnknownCommitException(CommitReceipt receipt, RuntimeException cause) {
        super("the server went away during a commit", cause);
        this.receipt = receipt;
    }

    CommitReceipt receipt() {
        return receipt;
    }
}
