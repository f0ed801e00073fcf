package org.polymorph.components.campaign;

/** Something is missing where jobs run, so that no calculation can succeed there; the campaign can be gone on with. */
public final class SiteTroubleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SiteTroubleException(String site, String trouble) {
        super("site " + site + ": " + trouble + "\nnothing is lost: put that right and give the same command again");
    }
}
