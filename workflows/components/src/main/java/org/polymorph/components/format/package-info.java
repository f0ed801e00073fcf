/** Structure files as Camel sees them: converters of messages into structures, and the data formats extxyz, cif and poscar. */
@NullMarked
package org.polymorph.components.format;

import org.jspecify.annotations.NullMarked;
