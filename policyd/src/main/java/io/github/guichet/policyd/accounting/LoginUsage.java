package io.github.guichet.policyd.accounting;

/**
 * What a login did in the last hour, up to five minutes less.
 *
 * @param login its name, folded, cleaned and clipped
 * @param messages accepted
 * @param recipients of accepted messages
 * @param bytes of accepted messages
 * @param refusals requests that the policy service refused, at any stage
 */
public record LoginUsage(String login, long messages, long recipients, long bytes, long refusals) {}
