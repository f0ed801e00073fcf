/** The long-running process: many campaigns in one database, the schedulers of their sites, and whoever looks after them. */
@NullMarked
package org.polymorph.daemon.service;

import org.jspecify.annotations.NullMarked;
