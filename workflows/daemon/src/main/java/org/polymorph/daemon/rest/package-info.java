/**
 * The REST API of the daemon: answers over HTTP from the store, and puts wishes into it. The contract is the OpenAPI document
 * {@code openapi/polymorph.json}; requests are checked against it, and so are all answers in the tests.
 */
@NullMarked
package org.polymorph.daemon.rest;

import org.jspecify.annotations.NullMarked;
