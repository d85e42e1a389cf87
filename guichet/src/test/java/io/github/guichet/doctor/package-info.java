@NullMarked
package io.github.guichet.doctor;

import org.jspecify.annotations.NullMarked;
