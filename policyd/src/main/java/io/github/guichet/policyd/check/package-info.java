/**
 * What a rule can look at: the send-as rights, the recipient, quota, access to lists, rates, greylisting.
 */
@NullMarked
package io.github.guichet.policyd.check;

import org.jspecify.annotations.NullMarked;
