/** Whether a surrogate's own uncertainties tell its errors: fitted on predictions of labels that it had not seen. */
@NullMarked
package org.polymorph.surrogate.calibration;

import org.jspecify.annotations.NullMarked;
