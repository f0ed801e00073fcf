package org.polymorph.components.batch;

/** What a {@code localjob:} producer does. */
public enum BatchOperation {
    /** Body JobRequest, or the text of a shell script → JobSnapshot. */
    submit,
    /** Body token(s) → JobSnapshot, or a map of them by token. */
    status,
    /** Body token(s); unchanged. */
    cancel,
    /** Body token or JobSnapshot → the directory, a Path; the snapshot goes into a header, the directory too. */
    retrieve
}
