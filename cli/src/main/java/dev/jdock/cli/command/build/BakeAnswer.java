package dev.jdock.cli.command.build;

/**
 * What was said of a target's Dockerfile.
 *
 * @param text as the build by itself would have printed it
 * @param error why it cannot be built at all; empty without a reason
 * @param code what the build by itself would have ended with
 */
record BakeAnswer(String text, String error, int code) {}
