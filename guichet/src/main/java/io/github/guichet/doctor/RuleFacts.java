package io.github.guichet.doctor;

/**
 * A rule of the policy service.
 *
 * @param name its name
 * @param atRecipient whether it has to be asked about each recipient
 * @param atEnd whether it has to be asked at the end of the data, where mail is counted
 */
public record RuleFacts(String name, boolean atRecipient, boolean atEnd) {}
