package dev.jdock.image.registry;

/** A repository that a search has found. */
public record SearchResult(
    String name, String description, int stars, boolean official, boolean automated) {}
