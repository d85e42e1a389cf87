/** What an MTA reports of an SMTP session and what a filter may say to it, without the bytes: each stage has its own type of answer. */
@NullMarked
package io.github.guichet.milter.session;

import org.jspecify.annotations.NullMarked;
