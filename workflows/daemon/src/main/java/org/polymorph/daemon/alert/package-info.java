/** Tells people what needs them: webhooks, mail and other endpoints of Camel, from an outbox in the database. */
@NullMarked
package org.polymorph.daemon.alert;

import org.jspecify.annotations.NullMarked;
