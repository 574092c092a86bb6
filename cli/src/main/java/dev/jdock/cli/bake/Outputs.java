package dev.jdock.cli.bake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code --push} and {@code --load} make of a target's outputs. */
final class Outputs {
  private Outputs() {}

  static List<Entry> pushed(List<Entry> outputs, boolean push) {
    var result = new ArrayList<Entry>();
    boolean all = true;
    for (Entry output : outputs) {
      String type = output.field("type");
      all &= type.equals("docker");
      if (type.equals("image")) {
        var fields = new TreeMap<>(output.fields());
        fields.put("push", String.valueOf(push));
        result.add(new Entry(Field.OUTPUT, fields, List.of()));
      } else if (push || !type.equals("registry")) {
        result.add(output);
      }
    }
    if (push && all) {
      result.add(new Entry(Field.OUTPUT, Map.of("type", "image", "push", "true"), List.of()));
    }
    return result;
  }

  static List<Entry> loaded(List<Entry> outputs, boolean load) {
    if (!load) {
      return outputs;
    }
    for (Entry output : outputs) {
      switch (output.field("type")) {
        case "docker" -> {
          if (output.field("dest").isEmpty()) {
            return outputs;
          }
        }
        case "image", "registry", "oci" -> {
          // The image is wanted here, too.
        }
        default -> {
          return outputs;
        }
      }
    }
    var result = new ArrayList<>(outputs);
    result.add(new Entry(Field.OUTPUT, Map.of("type", "docker"), List.of()));
    return result;
  }
}
