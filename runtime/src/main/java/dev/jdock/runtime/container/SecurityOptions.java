package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import java.util.List;

/** {@code --security-opt} as far as it is supported. */
record SecurityOptions(boolean noNewPrivileges, boolean seccompUnconfined) {

  static SecurityOptions parse(List<String> options) {
    boolean noNewPrivileges = false;
    boolean unconfined = false;
    for (String option : options) {
      switch (option.replaceFirst("^([a-z-]+):", "$1=")) {
        case "no-new-privileges", "no-new-privileges=true" -> noNewPrivileges = true;
        case "no-new-privileges=false" -> noNewPrivileges = false;
        case "seccomp=unconfined" -> unconfined = true;
        case "seccomp=builtin" -> unconfined = false;
        // There is no confinement by these modules to lift.
        case "apparmor=unconfined", "label=disable" -> {}
        default ->
            throw JdockException.invalid("security option " + option + " is not supported yet");
      }
    }
    return new SecurityOptions(noNewPrivileges, unconfined);
  }
}
