/** Pictures of campaigns and surrogates, as PNG and SVG: what a person looks at to judge a search. */
@NullMarked
package org.polymorph.daemon.plot;

import org.jspecify.annotations.NullMarked;
