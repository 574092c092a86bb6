package dev.jdock.runtime.container.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.runtime.engine.Storage.BindOptions;
import dev.jdock.runtime.engine.Storage.ImageOptions;
import dev.jdock.runtime.engine.Storage.Mount;
import dev.jdock.runtime.engine.Storage.TmpfsOptions;
import dev.jdock.runtime.engine.Storage.VolumeOptions;
import java.util.List;
import java.util.Map;

/** {@code --mount} as the Docker Engine API's HostConfig shows it: what is not set is left out. */
final class InspectMounts {
  private InspectMounts() {}

  static void addTo(ArrayNode array, List<Mount> mounts) {
    for (Mount mount : mounts) {
      ObjectNode json = array.addObject();
      json.put("Type", mount.type());
      putUnlessEmpty(json, "Source", mount.source());
      json.put("Target", mount.target());
      if (mount.readOnly()) {
        json.put("ReadOnly", true);
      }
      putUnlessEmpty(json, "Consistency", mount.consistency());
      addOptions(json, mount);
    }
  }

  private static void addOptions(ObjectNode json, Mount mount) {
    BindOptions bind = mount.bind();
    if (bind != null) {
      ObjectNode options = json.putObject("BindOptions");
      putUnlessEmpty(options, "Propagation", bind.propagation());
      putIf(options, "NonRecursive", bind.nonRecursive());
      putIf(options, "ReadOnlyNonRecursive", bind.readOnlyNonRecursive());
      putIf(options, "ReadOnlyForceRecursive", bind.readOnlyForceRecursive());
      putIf(options, "CreateMountpoint", bind.createSource());
      putUnlessEmpty(options, "Ownership", bind.ownership());
    }
    VolumeOptions volume = mount.volume();
    if (volume != null) {
      addVolume(json.putObject("VolumeOptions"), volume);
    }
    ImageOptions image = mount.image();
    if (image != null) {
      putUnlessEmpty(json.putObject("ImageOptions"), "Subpath", image.subpath());
    }
    TmpfsOptions tmpfs = mount.tmpfs();
    if (tmpfs != null) {
      ObjectNode options = json.putObject("TmpfsOptions");
      if (tmpfs.sizeBytes() != 0) {
        options.put("SizeBytes", tmpfs.sizeBytes());
      }
      if (tmpfs.mode() != 0) {
        options.put("Mode", tmpfs.mode());
      }
    }
  }

  private static void addVolume(ObjectNode json, VolumeOptions volume) {
    putIf(json, "NoCopy", volume.noCopy());
    putMap(json, "Labels", volume.labels());
    putUnlessEmpty(json, "Subpath", volume.subpath());
    ObjectNode driver = json.putObject("DriverConfig");
    putUnlessEmpty(driver, "Name", volume.driver());
    putMap(driver, "Options", volume.driverOptions());
  }

  private static void putMap(ObjectNode json, String name, Map<String, String> map) {
    if (!map.isEmpty()) {
      ObjectNode object = json.putObject(name);
      map.forEach(object::put);
    }
  }

  private static void putIf(ObjectNode json, String name, boolean value) {
    if (value) {
      json.put(name, true);
    }
  }

  private static void putUnlessEmpty(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }
}
