package dev.jdock.image.contents;

import dev.jdock.image.contents.ImageDifference.Setting;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.image.text.GoQuote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what two images say of their containers, setting by setting. */
final class ConfigDifference {
  private ConfigDifference() {}

  static List<Setting> of(Image from, Image to) {
    Map<String, String> before = settings(from);
    Map<String, String> after = settings(to);
    Map<String, String> names = new LinkedHashMap<>(before);
    after.forEach(names::putIfAbsent);
    List<Setting> result = new ArrayList<>();
    for (String name : names.keySet()) {
      String old = before.getOrDefault(name, "");
      String now = after.getOrDefault(name, "");
      if (!old.equals(now)) {
        result.add(new Setting(name, old, now));
      }
    }
    return result;
  }

  /** All that are set, in a text each. */
  private static Map<String, String> settings(Image image) {
    ImageConfig config = image.config();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Platform", platform(image));
    all.put("User", config.user());
    all.put("ExposedPorts", String.join(" ", config.exposedPorts()));
    new TreeMap<>(config.variables()).forEach((name, value) -> all.put("Env " + name, value));
    all.put("Entrypoint", list(config.entrypoint()));
    all.put("Cmd", list(config.cmd()));
    all.put("Volumes", String.join(" ", config.volumes()));
    all.put("WorkingDir", config.workingDir());
    config.labels().forEach((name, value) -> all.put("Label " + name, value));
    all.put("StopSignal", text(config.stopSignal()));
    all.put("StopTimeout", text(config.stopTimeout()));
    all.put("Healthcheck", text(config.healthcheck()));
    all.put("OnBuild", config.onBuild().isEmpty() ? "" : list(config.onBuild()));
    all.put("Shell", list(config.shell()));
    all.put("Author", image.author());
    return all;
  }

  private static String platform(Image image) {
    String variant = image.variant();
    return image.os() + "/" + image.architecture() + (variant == null ? "" : "/" + variant);
  }

  private static String list(@Nullable Collection<String> words) {
    return words == null
        ? ""
        : words.stream().map(GoQuote::quote).collect(Collectors.joining(",", "[", "]"));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
