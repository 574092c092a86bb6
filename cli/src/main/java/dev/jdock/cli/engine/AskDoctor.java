package dev.jdock.cli.engine;

import picocli.CommandLine.Command;

/** {@code doctor}. */
@Command(description = "Show what this machine has and lacks for each feature")
final class AskDoctor extends LauncherAction {}
