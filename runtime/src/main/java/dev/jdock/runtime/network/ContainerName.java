package dev.jdock.runtime.network;

/** Whom an endpoint is for. */
public record ContainerName(String id, String name) {}
