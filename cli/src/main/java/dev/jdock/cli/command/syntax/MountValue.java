package dev.jdock.cli.command.syntax;

import dev.jdock.runtime.engine.Storage.BindOptions;
import dev.jdock.runtime.engine.Storage.ImageOptions;
import dev.jdock.runtime.engine.Storage.Mount;
import dev.jdock.runtime.engine.Storage.TmpfsOptions;
import dev.jdock.runtime.engine.Storage.VolumeOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;

/** Converter of {@code --mount}: {@code type=bind,source=…,target=…}, in Docker's words. */
public final class MountValue implements ITypeConverter<Mount> {
  @Override
  public Mount convert(String value) {
    Draft draft = new Draft(value);
    GoCsv.fields(value, value.strip()).forEach(draft::take);
    return draft.mount();
  }

  /** The fields read so far. */
  private static final class Draft {
    private final String value;
    private String type = "volume";
    private String source = "";
    private String target = "";
    private String consistency = "";
    private boolean readOnly;
    private boolean bind;
    private String propagation = "";
    private boolean nonRecursive;
    private boolean writableBelow;
    private boolean readOnlyBelow;
    private boolean volume;
    private boolean noCopy;
    private String subpath = "";
    private String driver = "";
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private boolean createSource;
    private final List<String> ownership = new ArrayList<>();
    private boolean image;
    private String imageSubpath = "";
    private boolean tmpfs;
    private long size;
    private int mode;

    Draft(String value) {
      this.value = value;
    }

    private InvalidValue refused(String reason) {
      return new InvalidValue(value, reason);
    }

    void take(String field) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (equals >= 0) {
        take(key, field.substring(equals + 1), field);
      } else if (key.equals("readonly") || key.equals("ro")) {
        readOnly = true;
      } else if (key.equals("volume-nocopy")) {
        volume = true;
        noCopy = true;
      } else if (key.equals("bind-nonrecursive")) {
        bind = true;
        nonRecursive = true;
      } else if (key.equals("bind-create-src")) {
        bind = true;
        createSource = true;
      } else {
        throw refused("invalid field '" + field + "' must be a key=value pair");
      }
    }

    private void take(String key, String text, String field) {
      bind |= key.startsWith("bind-");
      volume |= key.startsWith("volume-");
      tmpfs |= key.startsWith("tmpfs-");
      image |= key.startsWith("image-");
      switch (key) {
        case "type" -> type = text.toLowerCase(Locale.ROOT);
        case "source", "src" -> source = text;
        case "target", "dst", "destination" -> target = text;
        case "readonly", "ro" -> readOnly = bool(key, text);
        case "consistency" -> consistency = text.toLowerCase(Locale.ROOT);
        case "bind-propagation" -> propagation = text.toLowerCase(Locale.ROOT);
        case "bind-nonrecursive" -> nonRecursive = bool(key, text);
        case "bind-recursive" -> recursive(text);
        case "bind-create-src" -> createSource = bool(key, text);
        case "bind-idmap" -> ownership.add(text);
        case "image-subpath" -> imageSubpath = text;
        case "volume-nocopy" -> noCopy = bool(key, text);
        case "volume-subpath" -> subpath = text;
        case "volume-driver" -> driver = text;
        case "volume-label" -> put(labels, text);
        case "volume-opt" -> put(driverOptions, text);
        case "tmpfs-size" -> size = bytes(key, text);
        case "tmpfs-mode" -> mode = octal(key, text);
        default -> throw refused("unexpected key '" + key + "' in '" + field + "'");
      }
    }

    private void recursive(String text) {
      switch (text) {
        case "enabled" -> {}
        case "disabled" -> nonRecursive = true;
        case "writable" -> writableBelow = true;
        case "readonly" -> readOnlyBelow = true;
        default ->
            throw refused(
                "invalid value for bind-recursive: "
                    + text
                    + " (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
      }
    }

    private static void put(Map<String, String> map, String pair) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (!key.isEmpty()) {
        map.put(key, equals < 0 ? "" : pair.substring(equals + 1));
      }
    }

    private InvalidValue invalid(String key, String text) {
      return refused("invalid value for " + key + ": " + text);
    }

    private boolean bool(String key, String text) {
      try {
        return Values.bool(text);
      } catch (InvalidValue e) {
        throw invalid(key, text);
      }
    }

    private long bytes(String key, String text) {
      try {
        return Values.bytes(text);
      } catch (InvalidValue e) {
        throw invalid(key, text);
      }
    }

    private int octal(String key, String text) {
      if (!text.matches("[0-7]{1,10}")) {
        throw invalid(key, text);
      }
      return Integer.parseInt(text, 8);
    }

    Mount mount() {
      if (type.isEmpty()) {
        throw refused("type is required");
      }
      if (target.isEmpty()) {
        throw refused("target is required");
      }
      refuseMixed(volume, "volume");
      refuseMixed(bind, "bind");
      refuseMixed(tmpfs, "tmpfs");
      refuseMixed(image, "image");
      require(!writableBelow || readOnly, "writable", "readonly");
      require(!readOnlyBelow || readOnly, "readonly", "readonly");
      require(
          !readOnlyBelow || propagation.equals("rprivate"),
          "readonly",
          "bind-propagation=rprivate");
      return new Mount(
          type,
          source,
          target,
          readOnly,
          consistency,
          bind ? bindOptions() : null,
          volume ? new VolumeOptions(noCopy, labels, driver, driverOptions, subpath) : null,
          tmpfs ? new TmpfsOptions(size, mode) : null,
          image ? new ImageOptions(imageSubpath) : null);
    }

    private BindOptions bindOptions() {
      return new BindOptions(
          propagation,
          nonRecursive,
          writableBelow,
          readOnlyBelow,
          createSource,
          String.join(",", ownership));
    }

    private void refuseMixed(boolean given, String kind) {
      if (given && !type.equals(kind)) {
        throw refused("cannot mix '" + kind + "-*' options with mount type '" + type + "'");
      }
    }

    private void require(boolean fulfilled, String recursion, String other) {
      if (!fulfilled) {
        throw refused(
            "option 'bind-recursive="
                + recursion
                + "' requires '"
                + other
                + "' to be specified in conjunction");
      }
    }
  }
}
