package dev.jdock.runtime.log;

import java.util.List;
import java.util.Map;

/** A container to be logged. */
final class Subjects {
  private Subjects() {}

  static LogSubject with(Map<String, String> options) {
    return new LogSubject(
        "0123456789abcdef".repeat(4),
        "web",
        List.of("sh", "-c", "echo"),
        "sha256:" + "fedcba9876543210".repeat(4),
        "example/app:1",
        "2026-01-02T03:04:05.6Z",
        List.of("STAGE=test", "EMPTY="),
        Map.of("com.example.role", "front", "other", "two\nlines"),
        options);
  }
}
