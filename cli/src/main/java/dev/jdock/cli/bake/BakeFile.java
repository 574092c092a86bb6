package dev.jdock.cli.bake;

/** A file that defines targets. */
public record BakeFile(String name, String text) {}
